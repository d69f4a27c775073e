package main

import (
	"errors"
	"fmt"
	"io/fs"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/viper"

	"guette/catalog/strict"
	"guette/render"
	"guette/render/look"
	"guette/store"
)

// Config is the configuration, read once: the file, then variables
// GUETTE_…. Its defaults are those of config.yaml at the root.
type Config struct {
	Path string // of the file; relative paths in it begin at its folder

	Catalog, Portfolios, Curations string
	Reports, Store, Templates      string
	Language                       string
	Zone                           *time.Location
	Window                         int
	Publisher                      render.Publisher
	Primary, Accent                string
	Signature                      Signature
	UserAgent                      string
	Timeout, Deadline, Spacing     time.Duration
	Concurrency, PerHost           int
	MaxBody                        int64
	Cache, CAFile, Proxy           string
	AllowNetworks                  []netip.Prefix
	Tokens                         map[string]string // variable that holds the token, by host
	News                           []string
	Coverage                       float64
	EditionDay                     int
	Evidence                       bool
	Retention                      store.Retention
}

// A setting is a key of the file and how it is read.
type setting struct {
	key      string
	fallback string // as it would be written in the file
	read     func(c *Config, n strict.Node)
}

// settings lists every key. To add one: add its line, and document it in
// docs/operator.md.
var settings = []setting{
	{"catalog", "catalog.yaml", func(c *Config, n strict.Node) { c.Catalog = c.path(n) }},
	{"portfolios", "", func(c *Config, n strict.Node) { c.Portfolios = c.path(n) }},
	{"curations", "", func(c *Config, n strict.Node) { c.Curations = c.path(n) }},
	{"reports", "reports", func(c *Config, n strict.Node) { c.Reports = c.path(n) }},
	{"store", "guette.db", func(c *Config, n strict.Node) { c.Store = c.path(n) }},
	{"templates", "", func(c *Config, n strict.Node) { c.Templates = c.path(n) }},
	{"language", "fr", func(c *Config, n strict.Node) { c.Language = n.Word("language", "fr", "en") }},
	{"timezone", "Europe/Paris", readZone},
	{"window_months", "49", func(c *Config, n strict.Node) { c.Window = n.Int("window_months", 2, 120) }},
	{"publisher.name", "Guette", func(c *Config, n strict.Node) { c.Publisher.Name = n.Text("name") }},
	{"publisher.contact", "", func(c *Config, n strict.Node) { c.Publisher.Contact = n.Text("contact") }},
	{"publisher.logo", "", func(c *Config, n strict.Node) { c.Publisher.Logo = c.path(n) }},
	{"publisher.legal", "", func(c *Config, n strict.Node) { c.Publisher.Legal = n.Text("legal") }},
	{"publisher.primary", "", func(c *Config, n strict.Node) { c.Primary = readColor(n, "primary") }},
	{"publisher.accent", "", func(c *Config, n strict.Node) { c.Accent = readColor(n, "accent") }},
	{"publisher.signature.certificate", "", func(c *Config, n strict.Node) { c.Signature.Certificate = c.path(n) }},
	{"publisher.signature.key", "", func(c *Config, n strict.Node) { c.Signature.Key = c.path(n) }},
	{"publisher.signature.key_password_env", "", func(c *Config, n strict.Node) {
		c.Signature.PasswordEnv = readVariable(n, "publisher.signature.key_password_env", "password")
	}},
	{"fetch.user_agent", "", func(c *Config, n strict.Node) { c.UserAgent = n.Text("user_agent") }},
	{"fetch.timeout", "60s", func(c *Config, n strict.Node) {
		c.Timeout = n.Duration("timeout", time.Second, time.Hour)
	}},
	{"fetch.per_source_deadline", "10m", func(c *Config, n strict.Node) {
		c.Deadline = n.Duration("per_source_deadline", time.Second, 24*time.Hour)
	}},
	{"fetch.concurrency", "16", func(c *Config, n strict.Node) { c.Concurrency = n.Int("concurrency", 1, 256) }},
	{"fetch.per_host", "4", func(c *Config, n strict.Node) { c.PerHost = n.Int("per_host", 1, 32) }},
	{"fetch.spacing", "100ms", func(c *Config, n strict.Node) { c.Spacing = n.Duration("spacing", 0, time.Minute) }},
	{"fetch.max_body", "8MiB", func(c *Config, n strict.Node) { c.MaxBody = readSize(n, "max_body", 64<<10, 1<<30) }},
	{"fetch.cache", ".guette-cache", func(c *Config, n strict.Node) { c.Cache = c.path(n) }},
	{"fetch.allow_networks", "", readNetworks},
	{"fetch.ca_file", "", func(c *Config, n strict.Node) { c.CAFile = c.path(n) }},
	{"fetch.proxy", "", func(c *Config, n strict.Node) { c.Proxy = n.Text("proxy") }},
	{"tokens.github_env", "", tokenOf("api.github.com")},
	{"tokens.gitlab_env", "", tokenOf("gitlab.com")},
	{"tokens.codeberg_env", "", tokenOf("codeberg.org")},
	{"tokens.hosts", "", readTokens},
	{"news", "", func(c *Config, n strict.Node) { c.News = several(n, "news") }},
	{"coverage.minimum", "0.5", func(c *Config, n strict.Node) { c.Coverage = n.Float("minimum", 0, 1) }},
	{"bulletins.edition_day", "7", func(c *Config, n strict.Node) { c.EditionDay = n.Int("edition_day", 1, 28) }},
	{"evidence.keep", "true", func(c *Config, n strict.Node) { c.Evidence = n.Bool("keep") }},
	{"evidence.months", "60", func(c *Config, n strict.Node) { c.Retention.Months = n.Int("months", 1, 600) }},
	{"evidence.max_size", "20GiB", func(c *Config, n strict.Node) { c.Retention.Bytes = readSize(n, "max_size", 1<<20, 1<<50) }},
}

// loadConfig reads the configuration. A missing file is allowed only where the
// caller did not ask for one: the defaults then hold.
func loadConfig(path string, asked bool) (*Config, error) {
	c := &Config{Path: path, Tokens: map[string]string{}}
	doc, root, err := strict.Open(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !asked:
		doc, root = strict.Parse(path, nil)
	case errors.Is(err, fs.ErrNotExist):
		return nil, strict.Problems{{File: path, Text: "no such file", Hint: "name the configuration: --config FILE"}}
	case err != nil:
		return nil, err
	}
	written := map[string]strict.Node{}
	root.Map("the configuration", fieldsOf("", written))
	v := viper.New()
	for _, s := range settings {
		v.SetDefault(s.key, s.fallback)
		if err := v.BindEnv(s.key, envName(s.key)); err != nil {
			return nil, err
		}
	}
	for _, s := range settings {
		s.read(c, resolve(v, s, written, doc))
	}
	return c, doc.Problems.Err()
}

// resolve gives the place where a setting is written: a variable, the file, or
// its default.
func resolve(v *viper.Viper, s setting, written map[string]strict.Node, doc *strict.Doc) strict.Node {
	if _, set := os.LookupEnv(envName(s.key)); set {
		return doc.Scalar("variable "+envName(s.key), v.GetString(s.key))
	}
	if n, ok := written[s.key]; ok && !n.Null() {
		return n
	}
	return doc.Scalar("default of "+s.key, v.GetString(s.key))
}

// fieldsOf are the keys below a prefix; each remembers where it is written.
func fieldsOf(prefix string, written map[string]strict.Node) strict.Fields {
	fields := strict.Fields{}
	for _, s := range settings {
		rest, below := strings.CutPrefix(s.key, prefix)
		if !below {
			continue
		}
		name, _, nested := strings.Cut(rest, ".")
		if nested {
			fields[name] = func(n strict.Node) { n.Map("the configuration, "+prefix+name, fieldsOf(prefix+name+".", written)) }
		} else {
			fields[name] = func(n strict.Node) { written[s.key] = n }
		}
	}
	return fields
}

func envName(key string) string {
	return "GUETTE_" + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// path reads a path; a relative one begins at the folder of the configuration.
func (c *Config) path(n strict.Node) string {
	s := n.Text("path")
	if s == "" || filepath.IsAbs(s) {
		return s
	}
	return filepath.Join(filepath.Dir(c.Path), s)
}

// several reads a list; a variable holds it with spaces between.
func several(n strict.Node, what string) (out []string) {
	for _, s := range n.Texts(what) {
		out = append(out, strings.Fields(s)...)
	}
	return out
}

func readColor(n strict.Node, what string) string {
	s := n.Text(what)
	if _, err := look.ParseColor(s); s != "" && err != nil {
		n.Fail(`write it in quotes as "#13294B"`, "%s: %q is no colour", what, s)
	}
	return s
}

func readZone(c *Config, n strict.Node) {
	name := n.Text("timezone")
	zone, err := time.LoadLocation(name)
	if err != nil {
		n.Fail("write the name of a zone of the IANA list: Europe/Paris", "timezone %q is not known", name)
		zone = time.UTC
	}
	c.Zone = zone
}

func readNetworks(c *Config, n strict.Node) {
	for _, s := range several(n, "allow_networks") {
		p, err := netip.ParsePrefix(s)
		if err != nil {
			n.Fail("write a network as 10.1.0.0/16", "allow_networks %q is no network", s)
			continue
		}
		c.AllowNetworks = append(c.AllowNetworks, p)
	}
}

// readSize reads a number of bytes with its unit.
func readSize(n strict.Node, what string, least, most int64) int64 {
	s := n.Text(what)
	units := []struct {
		name  string
		bytes float64
	}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"TiB", 1 << 40}, {"KB", 1e3}, {"MB", 1e6}, {"GB", 1e9}, {"TB", 1e12}, {"B", 1}}
	for _, u := range units {
		number, ok := strings.CutSuffix(s, u.name)
		if !ok {
			continue
		}
		var v float64
		if _, err := fmt.Sscanf(strings.TrimSpace(number)+"|", "%g|", &v); err == nil && v*u.bytes >= float64(least) && v*u.bytes <= float64(most) {
			return int64(v * u.bytes)
		}
		break
	}
	n.Fail(fmt.Sprintf("write a size with its unit, from %d B to %d B: 8MiB", least, most), "%s: %q is no such size", what, s)
	return least
}

// tokenOf reads the name of the variable that holds the token of a host.
func tokenOf(host string) func(*Config, strict.Node) {
	return func(c *Config, n strict.Node) {
		if name := readVariable(n, "tokens", "token"); name != "" {
			c.Tokens[host] = name
		}
	}
}

func readTokens(c *Config, n strict.Node) {
	n.Each("tokens.hosts", func(host string, n strict.Node) {
		if name := readVariable(n, "tokens", "token"); name != "" {
			c.Tokens[strings.ToLower(host)] = name
		}
	})
}

// readVariable reads the name of a variable. What looks like a token itself is
// refused without being repeated.
func readVariable(n strict.Node, where, secret string) string {
	name := n.Text("the name of a variable")
	for i, r := range name {
		letter := r == '_' || r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
		if !letter && (i == 0 || r < '0' || r > '9') || slices.ContainsFunc([]string{"ghp_", "glpat", "github_pat_"}, func(p string) bool { return strings.HasPrefix(name, p) }) {
			n.Fail("write the name of an environment variable that holds the "+secret+", never the "+secret, "%s: this is not the name of a variable", where)
			return ""
		}
	}
	return name
}
