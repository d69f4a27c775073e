package main

import (
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"guette/store"
)

func (a *app) storeCommand() *cobra.Command {
	c := &cobra.Command{Use: "store", Short: "Look after the store", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() }}
	c.AddCommand(a.storeBackup(), a.storeCheck())
	return c
}

func (a *app) storeBackup() *cobra.Command {
	return &cobra.Command{Use: "backup FILE", Short: "Write a whole copy of the store to a new file, even while it is in use",
		Args: cobra.ExactArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			return a.withStore(c, func(s *store.Store) error {
				if err := s.Backup(c.Context(), args[0]); err != nil {
					return err
				}
				_, err := fmt.Fprintf(a.stdout, "%s\nthe answers are in %s.evidence: copy that folder too\n", args[0], s.Path())
				return err
			})
		}}
}

func (a *app) storeCheck() *cobra.Command {
	return &cobra.Command{Use: "check", Short: "Read the whole store and tell whether it is sound", Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			return a.withStore(c, func(s *store.Store) error {
				if err := s.Check(c.Context()); err != nil {
					return err
				}
				_, err := fmt.Fprintln(a.stdout, s.Path()+" is sound")
				return err
			})
		}}
}

// withStore opens the store of the configuration, which must be there.
func (a *app) withStore(c *cobra.Command, do func(*store.Store) error) error {
	config, err := a.load(c)
	if err != nil {
		return err
	}
	if _, err := os.Stat(config.Store); err != nil {
		return err
	}
	s, err := store.Open(c.Context(), config.Store, store.Options{Now: a.now, Retention: config.Retention})
	if err != nil {
		return err
	}
	return errors.Join(do(s), s.Close())
}
