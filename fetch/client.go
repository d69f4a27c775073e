package fetch

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"time"
)

// Options are the settings of a [Client]. The zero value is a good default.
type Options struct {
	UserAgent     string         // with a way to reach the operator
	Timeout       time.Duration  // of one exchange, retries included, waiting for its turn not; 0 means 60 s
	PerHost       int            // requests at once to one host; 0 means 4
	Spacing       time.Duration  // between two requests to one host; 0 means 100 ms, less than 0 means none
	MaxBody       int64          // decoded bytes of an answer; 0 means 8 MiB
	CacheDir      string         // "" keeps no answers
	AllowNetworks []netip.Prefix // private networks that may be asked
	CAFile        string         // certificate authorities beside those of the system, PEM
	Proxy         string         // "" is that of the environment, "none" is none
	Now           func() time.Time
	// RoundTripper answers from inside the process: demonstration and tests.
	RoundTripper http.RoundTripper
	Log          *slog.Logger
}

// A Client gets bounded answers politely. It is safe for concurrent use.
type Client struct {
	opt   Options
	guard guard
	hosts *hosts
	pages *doors
	git   *doors
	cache *cache
}

// New makes a client.
func New(o Options) (*Client, error) {
	o.UserAgent = cmp.Or(o.UserAgent, "guette (watch of free software; monthly)")
	o.Timeout = cmp.Or(o.Timeout, time.Minute)
	o.PerHost = cmp.Or(o.PerHost, 4)
	o.Spacing = cmp.Or(o.Spacing, 100*time.Millisecond)
	o.MaxBody = cmp.Or(o.MaxBody, defaultMaxBody)
	if o.PerHost < 0 || o.Timeout < 0 || o.MaxBody < 0 {
		return nil, fmt.Errorf("fetch: timeout, per_host and max_body must not be negative")
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	c := &Client{opt: o, guard: guard{o.AllowNetworks}, hosts: &hosts{all: map[string]*host{}, perHost: o.PerHost, spacing: o.Spacing}}
	var err error
	if c.pages, err = openDoors(o, c.guard, firstByteTimeout); err != nil {
		return nil, err
	}
	if c.git, err = openDoors(o, c.guard, gitFirstByte); err != nil {
		return nil, err
	}
	c.cache, err = openCache(o.CacheDir, o.Now())
	return c, err
}

// Close drops the connections that wait for more requests.
func (c *Client) Close() {
	c.pages.close()
	c.git.close()
}

// Do implements [Getter].
func (c *Client) Do(ctx context.Context, req Request) (*Response, error) {
	u, err := url.Parse(req.URL)
	if err != nil {
		return nil, Fail(req.URL, ReasonBadURL, "not an address: %v", bare(err))
	}
	x := &exchange{client: c, req: req, first: u, left: cmp.Or(req.Limits.Timeout, c.opt.Timeout), limit: cmp.Or(req.Limits.Bytes, c.opt.MaxBody)}
	if x.get() && !req.Fresh {
		x.kept = c.cache.load(req.key())
	}
	resp, fail := x.run(ctx)
	if fail != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		fail.URL, fail.Requests, fail.Bytes = req.URL, x.requests, x.bytes
		return nil, fail
	}
	resp.Requests, resp.Bytes = x.requests, x.bytes
	if x.get() && !resp.Unchanged {
		if err := c.cache.store(req.key(), resp); err != nil {
			c.opt.Log.WarnContext(ctx, "answer not kept", "url", req.URL, "err", err)
		}
	} else if resp.Unchanged {
		c.cache.touch(req.key(), c.opt.Now())
	}
	return resp, nil
}
