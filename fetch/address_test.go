package fetch

import (
	"net/netip"
	"net/url"
	"testing"
)

func TestAddresses(t *testing.T) {
	open := guard{}
	ours := guard{allowed: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16"), netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}}
	for _, tt := range []struct {
		url        string
		open, ours string // reasons
	}{
		{"https://example.org/", "", ""},
		{"https://1.1.1.1/", "", ""},
		{"https://[2606:4700::1111]/", "", ""},
		{"https://172.32.0.1/", "", ""},
		{"http://10.1.2.3/", ReasonPrivate, ""},
		{"http://[::ffff:10.1.2.3]/", ReasonPrivate, ""},
		{"http://[fd00::1]/", ReasonPrivate, ""},
		{"http://10.2.0.1/", ReasonPrivate, ReasonPrivate},
		{"http://127.0.0.1:8080/", ReasonPrivate, ""},
		{"http://localhost/", ReasonPrivate, ""}, // its address is checked when it is known
		{"http://LOCALHOST./", ReasonPrivate, ""},
		{"http://x.localhost/", ReasonPrivate, ""},
		{"http://printer.local/", ReasonPrivate, ""},
		{"http://metadata.google.internal/", ReasonPrivate, ""},
		{"http://localhost.example.org/", "", ""},
		{"http://169.254.169.254/", ReasonPrivate, ReasonPrivate},
		{"http://192.168.0.1/", ReasonPrivate, ReasonPrivate},
		{"http://100.127.255.255/", ReasonPrivate, ReasonPrivate},
		{"http://0.0.0.0/", ReasonPrivate, ReasonPrivate},
		{"http://224.0.0.1/", ReasonPrivate, ReasonPrivate},
		{"http://255.255.255.255/", ReasonPrivate, ReasonPrivate},
		{"http://[::1]/", ReasonPrivate, ReasonPrivate},
		{"http://[::]/", ReasonPrivate, ReasonPrivate},
		{"http://[::127.0.0.1]/", ReasonPrivate, ReasonPrivate},
		{"http://[fe80::1%25eth0]/", ReasonPrivate, ReasonPrivate},
		{"http://[ff02::1]/", ReasonPrivate, ReasonPrivate},
		{"http://[64:ff9b::7f00:1]/", ReasonPrivate, ReasonPrivate},
		{"http://[2002:7f00:1::]/", ReasonPrivate, ReasonPrivate},
		{"http://127.1/", ReasonPrivate, ReasonPrivate},
		{"http://0x7f.1/", ReasonPrivate, ReasonPrivate},
		{"http://2130706433/", ReasonPrivate, ReasonPrivate},
		{"http://017700000001/", ReasonPrivate, ReasonPrivate},
		{"ftp://example.org/", ReasonBadURL, ReasonBadURL},
		{"https:///x", ReasonBadURL, ReasonBadURL},
		{"https://u:p@example.org/", ReasonBadURL, ReasonBadURL},
	} {
		u, err := url.Parse(tt.url)
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range []struct {
			name  string
			guard guard
			want  string
		}{{"open", open, tt.open}, {"ours", ours, tt.ours}} {
			got := ""
			if err := g.guard.checkURL(u); err != nil {
				got = explain(t.Context(), err).Reason
			}
			if got != g.want {
				t.Errorf("%s, %s: %q, want %q", tt.url, g.name, got, g.want)
			}
		}
	}
}
