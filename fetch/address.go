package fetch

import (
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

// reserved lists the networks that no public source lives in, beyond what the
// predicates of netip know. Source: IANA special-purpose address registries.
var reserved = prefixes(
	"0.0.0.0/8",       // this network
	"100.64.0.0/10",   // shared by carriers (RFC 6598)
	"192.0.0.0/24",    // protocol assignments
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // 6to4 relays
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"240.0.0.0/4",     // reserved, and broadcast
	"::/96",           // unspecified, loopback, IPv4-compatible
	"64:ff9b::/96",    // NAT64: any IPv4 address hides in it
	"64:ff9b:1::/48",  // NAT64, local
	"100::/64",        // discard
	"2001::/32",       // Teredo
	"2001:db8::/32",   // documentation
	"2002::/16",       // 6to4: any IPv4 address hides in it
	"3fff::/20",       // documentation
	"5f00::/16",       // segment routing
	"fec0::/10",       // site-local
)

// privateNames are names and endings that mean this machine or this network.
// They are checked because behind a proxy the name is all that we see.
var privateNames = []string{"localhost", "local", "internal", "intranet", "lan", "home.arpa", "localdomain"}

func prefixes(list ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(list))
	for i, s := range list {
		out[i] = netip.MustParsePrefix(s)
	}
	return out
}

// guard decides which addresses may be asked.
type guard struct{ allowed []netip.Prefix }

// checkIP tells whether an address is public, or allowed by the configuration.
func (g guard) checkIP(ip netip.Addr) error {
	plain := ip.Unmap().WithZone("")
	for _, p := range g.allowed {
		if p.Contains(plain) {
			return nil
		}
	}
	if plain.IsLoopback() || plain.IsPrivate() || plain.IsLinkLocalUnicast() || plain.IsMulticast() ||
		plain.IsUnspecified() || !plain.IsGlobalUnicast() {
		return &privateError{ip}
	}
	for _, p := range reserved {
		if p.Contains(plain) {
			return &privateError{ip}
		}
	}
	return nil
}

// checkURL tells whether an address may be asked, as far as its text tells:
// scheme, host and literal addresses. Names are checked when they resolve.
func (g guard) checkURL(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" {
		return failure(ReasonBadURL, "address with scheme %q: want http or https", u.Scheme)
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if host == "" {
		return failure(ReasonBadURL, "address without a host")
	}
	if u.User != nil {
		return failure(ReasonBadURL, "address with a user name or a password in it")
	}
	if ip, err := netip.ParseAddr(host); err == nil {
		return g.checkIP(ip)
	}
	if looksNumeric(host) {
		return failure(ReasonPrivate, "host %q is a number that stands for an address", host)
	}
	for _, name := range privateNames {
		if host == name || strings.HasSuffix(host, "."+name) {
			return g.checkName(host)
		}
	}
	return nil
}

// checkName lets a name of this machine pass where loopback is allowed: it is
// checked again when it resolves.
func (g guard) checkName(host string) error {
	if len(g.allowed) > 0 {
		return nil
	}
	return failure(ReasonPrivate, "host %q is a name of this machine or network", host)
}

// looksNumeric recognises the old forms of IPv4 addresses that some resolvers
// accept: 127.1, 0x7f000001, 2130706433.
func looksNumeric(host string) bool {
	last := host[strings.LastIndexByte(host, '.')+1:]
	if rest, ok := strings.CutPrefix(last, "0x"); ok {
		return strings.Trim(rest, "0123456789abcdef") == ""
	}
	return last != "" && strings.Trim(last, "0123456789") == ""
}

// A privateError is a refusal to connect to an address.
type privateError struct{ ip netip.Addr }

func (e *privateError) Error() string {
	return fmt.Sprintf("address %v is private or reserved", e.ip)
}
