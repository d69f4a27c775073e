package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	analyzers "guette/analyze/all"
	"guette/catalog"
	"guette/cmd/guette/demo"
	collectors "guette/collect/all"
	"guette/fetch"
	"guette/month"
	"guette/store"
	"guette/watch"
)

// load reads the configuration.
func (a *app) load(c *cobra.Command) (*Config, error) {
	path, asked := a.config, c.Flags().Changed("config")
	if env := os.Getenv("GUETTE_CONFIG"); env != "" && !asked {
		path, asked = env, true
	}
	return loadConfig(path, asked)
}

// A job is one month of work, opened: close it.
type job struct {
	*month.Desk
	config *Config
	lock   *lock
	client *fetch.Client
}

// opening says what a command needs.
type opening struct {
	month   string // "" is the last full month
	locked  string // name of the command that must be alone; "" may run beside another
	network bool
	world   *demo.Upstream // answers instead of the network; nil is the network
}

// open reads all the files that people keep, and opens the store. Files are
// checked before anything is made on disk.
func (a *app) open(ctx context.Context, c *Config, o opening) (_ *job, err error) {
	m, err := a.month(o.month, c.Zone)
	if err != nil {
		return nil, err
	}
	j := &job{config: c}
	defer func() {
		if err != nil {
			err = errors.Join(err, j.close())
		}
	}()
	j.Desk = &month.Desk{Month: m, Settings: settingsOf(c), Collectors: collectors.Collectors, Analyzers: analyzers.Analyzers,
		Now: a.now, Log: a.log()}
	if err := j.people(c); err != nil {
		return nil, err
	}
	if _, err := os.Stat(c.Store); !o.network && errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("month %s: %w", m, store.ErrNoRun) // only what collects makes a store
	}
	if o.locked != "" {
		if err := os.MkdirAll(filepath.Dir(c.Store), 0o750); err != nil {
			return nil, err
		}
		if j.lock, err = takeLock(c.Store, o.locked, a.now()); err != nil {
			return nil, err
		}
	}
	if j.Store, err = store.Open(ctx, c.Store, store.Options{Now: a.now, Retention: c.Retention}); err != nil {
		return nil, err
	}
	if o.network {
		if j.client, err = a.client(c, o.world); err != nil {
			return nil, err
		}
		j.Fetch = j.client
	}
	return j, nil
}

// people reads the files that people keep.
func (j *job) people(c *Config) (err error) {
	if j.Catalog, err = catalog.Load(c.Catalog); err != nil {
		return err
	}
	if j.Portfolio, err = catalog.LoadPortfolio(c.Portfolios, j.Catalog); err != nil {
		return err
	}
	if j.Curations, err = catalog.LoadCurations(c.Curations, j.Catalog, j.Portfolio); err != nil {
		return err
	}
	if c.Templates != "" {
		j.Templates = os.DirFS(c.Templates)
		if _, err := fs.Stat(j.Templates, "."); err != nil {
			return fmt.Errorf("templates: %w", err)
		}
	}
	return nil
}

func (j *job) close() error {
	var errs []error
	if j.client != nil {
		j.client.Close()
	}
	if j.Desk != nil && j.Store != nil {
		errs = append(errs, j.Store.Close())
	}
	if j.lock != nil {
		errs = append(errs, j.lock.release())
	}
	return errors.Join(errs...)
}

// client makes the door to the network.
func (a *app) client(c *Config, world *demo.Upstream) (*fetch.Client, error) {
	o := fetch.Options{
		UserAgent: c.UserAgent, Timeout: c.Timeout, PerHost: c.PerHost, MaxBody: c.MaxBody, CacheDir: c.Cache,
		AllowNetworks: c.AllowNetworks, CAFile: c.CAFile, Proxy: c.Proxy, Now: a.now, Log: a.log(),
	}
	if o.Spacing = c.Spacing; o.Spacing == 0 {
		o.Spacing = -1 // for fetch, 0 is its default
	}
	if world != nil {
		o.RoundTripper = world
	}
	return fetch.New(o)
}

func settingsOf(c *Config) month.Settings {
	tokens := map[string]fetch.Token{}
	for host, variable := range c.Tokens {
		if value := os.Getenv(variable); value != "" {
			tokens[host] = fetch.NewToken(host, "Authorization", "Bearer "+value)
		}
	}
	return month.Settings{
		Version: programVersion(), Reports: c.Reports, Zone: c.Zone, Language: c.Language, Window: c.Window,
		EditionDay: c.EditionDay, Publisher: c.Publisher, Primary: c.Primary, Accent: c.Accent, Concurrency: c.Concurrency, Deadline: c.Deadline,
		Coverage: c.Coverage, Tokens: tokens, News: c.News, KeepEvidence: c.Evidence,
	}
}

// month reads the month of a flag; the default is the last full one.
func (a *app) month(s string, zone *time.Location) (watch.Month, error) {
	last := watch.MonthOf(a.now(), zone).Add(-1)
	if s == "" {
		return last, nil
	}
	m, err := watch.ParseMonth(s)
	if err != nil {
		return m, &usageError{err, a.path + " --month " + last.String()}
	}
	if last.Before(m) {
		return m, &usageError{fmt.Errorf("month %s is not over", m), a.path + " --month " + last.String()}
	}
	return m, nil
}

// log writes to the standard error what --verbose asks for; without it only
// what is wrong with Guette itself.
func (a *app) log() *slog.Logger {
	level := slog.LevelError
	if a.verbose {
		level = slog.LevelInfo
	}
	return slog.New(slog.NewTextHandler(a.stderr, &slog.HandlerOptions{Level: level}))
}

// printJSON prints a result for programs.
func (a *app) printJSON(v any) error {
	data, err := month.JSON(v)
	if err != nil {
		return err
	}
	_, err = a.stdout.Write(data)
	return err
}
