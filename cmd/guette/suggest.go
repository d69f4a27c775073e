package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"guette/catalog"
	"guette/fetch"
	"guette/month"
	"guette/watch"
)

// productsURL is the index of endoflife.date.
const productsURL = "https://endoflife.date/api/v1/products"

func (a *app) catalogSuggest() *cobra.Command {
	return &cobra.Command{
		Use: "suggest [PROGRAM…]", Short: "Propose the identifiers that programs lack",
		Long: `Propose the identifiers that programs lack: from the index of endoflife.date, from
the addresses of their repositories, from their package URLs. Nothing is written:
copy what is right into the catalogue.`,
		RunE: func(c *cobra.Command, args []string) error {
			config, err := a.load(c)
			if err != nil {
				return err
			}
			programs, err := catalog.Load(config.Catalog)
			if err != nil {
				return err
			}
			client, err := a.client(config, nil)
			if err != nil {
				return err
			}
			defer client.Close()
			return a.suggest(c.Context(), client, programs, args)
		},
	}
}

func (a *app) suggest(ctx context.Context, get fetch.Getter, programs *catalog.Catalog, only []string) error {
	list := programs.All()
	if len(only) > 0 {
		list = nil
		for _, id := range only {
			p, ok := programs.Program(id)
			if !ok {
				return &usageError{fmt.Errorf("program %q is not in the catalogue", id), "guette catalog suggest"}
			}
			list = append(list, p)
		}
	}
	index, err := products(ctx, get)
	if err != nil {
		fmt.Fprintf(a.stderr, "without the calendars: %s\n", month.Plain(err.Error()))
	}
	n := 0
	for _, p := range list {
		suggestions := catalog.Suggest(p, productOf(ctx, get, p, index))
		for i, s := range suggestions {
			if i == 0 {
				fmt.Fprintf(a.stdout, "%s\n", p.ID)
			}
			fmt.Fprintf(a.stdout, "  %s: %s  # %s\n", s.Key, month.Plain(catalog.Quote(s.Value)), month.Plain(s.Because))
		}
		n += len(suggestions)
	}
	_, err = fmt.Fprintf(a.stdout, "%d suggestions for %d programs\n", n, len(list))
	return err
}

func products(ctx context.Context, get fetch.Getter) ([]catalog.Product, error) {
	resp, err := get.Do(ctx, fetch.Request{URL: productsURL})
	if err != nil {
		return nil, err
	}
	return catalog.ParseProducts(resp.Body)
}

// productOf reads the calendar of a program in full; nil where it has none.
func productOf(ctx context.Context, get fetch.Getter, p watch.Program, index []catalog.Product) *catalog.Product {
	found, ok := catalog.ProductOf(p, index)
	if !ok {
		return nil
	}
	resp, err := get.Do(ctx, fetch.Request{URL: productsURL + "/" + found.Name})
	if err != nil {
		return &found
	}
	full, err := catalog.ParseProduct(resp.Body)
	if err != nil {
		return &found
	}
	return &full
}
