package signal

import (
	"testing"

	"guette/analyze"
	"guette/watch"
)

// catalogue is a list of programs.
type catalogue []watch.Program

func (c catalogue) All() []watch.Program                 { return c }
func (c catalogue) Program(string) (watch.Program, bool) { return watch.Program{}, false }
func (c catalogue) Named(string) (string, bool)          { return "", false }

// The subjects are those of projects: most that name a program of the catalogue
// say nothing of what is delivered.
func TestComponentsReplaced(t *testing.T) {
	var all catalogue
	for _, id := range []string{"tool", "ceph", "curl", "docker", "elasticsearch", "kubernetes", "memcached", "minio", "mongodb", "monolog", "openssl", "postgresql", "redis", "symfony", "yarn"} {
		all = append(all, watch.Program{ID: id, Name: id})
	}
	s := &scene{in: &analyze.Input{Program: watch.Program{ID: "tool"}, Programs: all}}
	for _, tt := range []struct{ subject, want string }{
		{"feat: Use valkey instead of redis (#4438)", "redis"},
		{"Use rustls rather than openssl", "openssl"},
		{"cache: switch to Memcached in place of Redis", "memcached"},
		{"Replace OpenSSL with Cryptography", "openssl"},
		{"feat: Replaced Elasticsearch by OpenSearch for the index", "elasticsearch"},
		{"refactor:replace `redis` with `valkey`.", "redis"},

		{"Use curl instead of wget.", ""},
		{"replace yarn by npm (#9198)", ""},
		{"testing: travis use podman instead of docker", ""},
		{"Replace Minio with Ceph for S3 documentation and testing.", ""},
		{"chore: Replace minio with SeaweedFS", ""},
		{"[docs] Replace redis with valkey", ""},
		{"ci(e2e): use valkey instead of redis", ""},
		{`Revert "Use valkey instead of redis"`, ""},
		{"Use uuid instead of mongodb objectid for aggregation elements.", ""},
		{"Replace SwiftMailer by Symfony Mailer", ""},
		{"Use list instead of map in kubernetes discovery", ""},
		{"Use PostgreSQL instead of postmaster where appropriate.", ""},
		{"replaced redis with server in more places", ""},
		{"Use HAVE_OPENSSL_KEYLOG instead of OpenSSL versions", ""},
		{"Replace redis with redis-cluster", ""},
		{"Replace Redis with Tool in API errors", ""},
		{"replace", ""},
		{"instead of", ""},
		{"use valkey instead of", ""},
		{"", ""},
	} {
		if got := s.replaced(tt.subject); got != tt.want {
			t.Errorf("%q: got %q, want %q", tt.subject, got, tt.want)
		}
	}
}
