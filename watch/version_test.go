package watch

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestVersionsOfTheWorldAreOrdered(t *testing.T) {
	f, err := os.Open("testdata/version-order.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	pairs := 0
	for s := bufio.NewScanner(f); s.Scan(); {
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		chain := strings.Split(s.Text(), "\t")
		for i := range chain[1:] {
			a, aok := ParseVersion(chain[i])
			b, bok := ParseVersion(chain[i+1])
			if !aok || !bok {
				t.Errorf("%q, %q: read %v, %v", chain[i], chain[i+1], aok, bok)
				continue
			}
			if a.Compare(b) != -1 || b.Compare(a) != 1 {
				t.Errorf("%q before %q: got %d and %d (%s, %s)", chain[i], chain[i+1], a.Compare(b), b.Compare(a), a.Key(), b.Key())
			}
			pairs++
		}
	}
	if pairs < 60 {
		t.Errorf("only %d pairs read", pairs)
	}
}

func TestParseVersion(t *testing.T) {
	type want struct {
		text, series, branch string
		pre, nightly         bool
	}
	for _, tt := range []struct {
		raw   string
		names []string
		want  want
	}{
		{"v1.30.4", nil, want{text: "1.30.4", branch: "1.30"}},
		{"release-1.30.4", nil, want{text: "1.30.4", branch: "1.30"}},
		{"release/2.59.0", nil, want{text: "2.59.0", branch: "2.59"}},
		{"pgbouncer_1_24_1", []string{"PgBouncer"}, want{text: "1.24.1", branch: "1.24"}},
		{"pgbouncer_1_24_0_rc1", []string{"PgBouncer"}, want{text: "1.24.0rc1", branch: "1.24", pre: true}},
		{"REL_17_BETA1", []string{"PostgreSQL"}, want{text: "17beta1", branch: "17", pre: true}},
		{"OpenSSL_1_1_1w", []string{"OpenSSL"}, want{text: "1.1.1w", branch: "1.1"}},
		{"RELEASE.2025-10-15T17-29-55Z", nil, want{text: "2025-10-15T17-29-55Z", branch: "2025.10"}},
		{"nagios-4.5.12", []string{"nagioscore"}, want{text: "4.5.12", branch: "4.5"}},
		{"nagios-3.0.b1", []string{"nagios"}, want{text: "3.0.b1", branch: "3.0", pre: true}},
		{"web-v5.4.0", []string{"onyxia"}, want{text: "5.4.0", series: "web", branch: "5.4"}},
		{"@gouvfr-lasuite/drive-sdk@0.0.2", []string{"fichiers", "drive"}, want{text: "0.0.2", series: "gouvfr-lasuite-drive-sdk", branch: "0.0"}},
		{"rel/log4j-2.17.1", []string{"Apache Log4j", "log4j"}, want{text: "2.17.1", branch: "2.17"}},
		{"7zip-25.01", []string{"7-Zip"}, want{text: "25.01", branch: "25.1"}},
		{"python3-foo-1.2.3", nil, want{text: "1.2.3", series: "python3-foo", branch: "1.2"}},
		{"v0.21.0-preprod", nil, want{text: "0.21.0-preprod", branch: "0.21", pre: true}},
		{"1.0.0.Final", nil, want{text: "1.0.0.Final", branch: "1.0"}},
		{"nightly-2026-07-01", nil, want{text: "2026-07-01", branch: "2026.7", pre: true, nightly: true}},
		{"19 beta 4", nil, want{text: "19beta4", branch: "19", pre: true}},
		{"Version 1.2.3 is out", nil, want{text: "1.2.3", branch: "1.2"}},
		{"go1.22rc1", []string{"go"}, want{text: "1.22rc1", branch: "1.22", pre: true}},
		{"jdk8u412", nil, want{text: "8u412", series: "jdk", branch: "8"}},
		{"r3-8-0", nil, want{text: "3.8.0", branch: "3.8"}},
		{"less-643", []string{"less"}, want{text: "643", branch: "643"}},
		{"1:2.0-1", nil, want{text: "1:2.0-1", branch: "2.0"}},
		{"jitsi-meet_9584", []string{"Jitsi Meet"}, want{text: "9584", branch: "9584"}},
		{"v0.2-alpha@1499", nil, want{text: "0.2-alpha", branch: "0.2", pre: true}},
		{"release-1.6.5@4299", nil, want{text: "1.6.5", branch: "1.6"}},
		{"2.4.56-candidate", nil, want{text: "2.4.56-candidate", branch: "2.4", pre: true}},
		{"6.2.17b.1", nil, want{text: "6.2.17b.1", branch: "6.2", pre: true}},
		{"6.0dr1", nil, want{text: "6.0dr1", branch: "6.0", pre: true}},
		{"V_1_2_3_TEST1", nil, want{text: "1.2.3test1", branch: "1.2", pre: true}},
		{"varnish-4.0.0-tp1", []string{"varnish"}, want{text: "4.0.0-tp1", branch: "4.0", pre: true}},
		{"APACHE_2_0_BETA_CANDIDATE_1", []string{"Apache HTTP Server"}, want{text: "2.0beta-candidate.1", branch: "2.0", pre: true}},
		{"postfixadmin-3.3-unstable", []string{"postfixadmin"}, want{text: "3.3-unstable", branch: "3.3", pre: true}},
		{"csv-import-v1.2.3", nil, want{text: "1.2.3", series: "csv-import", branch: "1.2"}},
		{"ltr-3_28", nil, want{text: "3.28", branch: "3.28"}},
		{"Redis 7.2 after the merge", []string{"Redis"}, want{text: "7.2", branch: "7.2"}},
		{"2026.07.1", nil, want{text: "2026.07.1", branch: "2026.7"}},
	} {
		t.Run(tt.raw, func(t *testing.T) {
			v, ok := ParseVersion(tt.raw)
			if !ok {
				t.Fatal("not read as a version")
			}
			got := want{v.String(), v.Series(tt.names...), v.Branch(2), v.Prerelease(), v.Nightly()}
			if got != tt.want {
				t.Errorf("got %+v, want %+v", got, tt.want)
			}
		})
	}
}

func TestNotAVersion(t *testing.T) {
	for _, raw := range []string{"start_of_2.8", "v2.6_branched", "branch_3_1_x", "0.14.x", "backup/8.8-before-rebranch-2026-05-12", "CVE-2013-7176", "pull/2203",
		"v1.99.0-retract", "v0.1.0-doc", "apache-1_3-merge-1-post", "fix-834-attempt-1", "v8-before-code-cleanup", "sysklogd-141-import", "M-staged-PR376", "merge-llvm-79908",
		"dev-namespaces-tip-20250424", "", "master", "assets", "flash-with-wbuf-stack", "latest", "msa_fix_jinja2",
		"ipp_to_casd_1", "4f9c2ab77e3d9c1f0b5a4f9c2ab77e3d9c1f0b5a", strings.Repeat("1.", 100)} {
		if v, ok := ParseVersion(raw); ok {
			t.Errorf("%q read as %q", raw, v)
		}
	}
}

func TestSameVersionInSeveralWords(t *testing.T) {
	for _, pair := range [][2]string{
		{"v1.2.3", "release-1.2.3"}, {"1.2", "1.2.0"}, {"1.0.0.Final", "v1.0.0"}, {"1.0b2", "1.0-beta2"},
		{"10.0.0-CR1", "10.0.0.rc1"}, {"pgbouncer_1_24_1", "1.24.1"}, {"REL_17_RC1", "17rc1"}, {"25.01", "25.1"},
		{"1.2.0-incubating", "1.2.0"}, {"v4.4.0-lts", "4.4.0"}, {"2.0-candidate1", "2.0-rc1"},
	} {
		a, _ := ParseVersion(pair[0])
		b, _ := ParseVersion(pair[1])
		if !a.Same(b) || a.Key() != b.Key() {
			t.Errorf("%q and %q: compare %d, keys %q and %q", pair[0], pair[1], a.Compare(b), a.Key(), b.Key())
		}
	}
}

func TestIn(t *testing.T) {
	for _, tt := range []struct {
		version, cycle string
		want           bool
	}{
		{"1.30.4", "1.30", true}, {"1.30.4", "1", true}, {"1.3.4", "1.30", false}, {"10.6.27", "10.6", true},
		{"12", "12", true}, {"12.15", "12", true}, {"1.2", "1.2.3", false}, {"8.4.1", "8.x", true},
	} {
		v, _ := ParseVersion(tt.version)
		cycle, _ := ParseCycle(tt.cycle)
		if got := v.In(cycle); got != tt.want {
			t.Errorf("%s in %s: got %v", tt.version, tt.cycle, got)
		}
	}
}

// drawVersion makes texts that look like versions.
func drawVersion(t *rapid.T, label string) Version {
	raw := rapid.StringMatching(`(v|release-|[0-2]:)?[0-3](\.[0-3]){0,3}((-|~|_|\.|\+)?(a|b|rc|alpha|beta|dev|post|p|m|Final|deb|u|preprod|z|za)?[0-2]?){0,3}`).Draw(t, label)
	v, _ := ParseVersion(raw)
	return v
}

func TestOrderIsAntisymmetricAndTransitive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := drawVersion(t, "a"), drawVersion(t, "b"), drawVersion(t, "c")
		if a.Compare(b) != -b.Compare(a) {
			t.Fatalf("%q, %q: %d and %d", a.Raw, b.Raw, a.Compare(b), b.Compare(a))
		}
		if a.Compare(b) <= 0 && b.Compare(c) <= 0 && a.Compare(c) > 0 {
			t.Fatalf("%q <= %q <= %q, but not the first and the last", a.Raw, b.Raw, c.Raw)
		}
		if (a.Compare(b) == 0) != (a.Key() == b.Key()) {
			t.Fatalf("%q, %q: compare %d, keys %q and %q", a.Raw, b.Raw, a.Compare(b), a.Key(), b.Key())
		}
	})
}

func FuzzParseVersion(f *testing.F) {
	for _, s := range []string{"v1.2.3", "RELEASE.2025-10-15T17-29-55Z", "pgbouncer_1_24_0_rc1", "1:1.0~rc1-1+deb12u1", "@a/b@1.0", "log4j-2.17"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		v, ok := ParseVersion(raw)
		if ok && (v.String() == "" || v.Numbers() == 0) {
			t.Fatalf("%q: read as a version without numbers", raw)
		}
		if v.Compare(v) != 0 {
			t.Fatalf("%q is not equal to itself", raw)
		}
		if i := strings.IndexFunc(v.String(), notOfVersion); ok && i >= 0 {
			t.Fatalf("%q: the text %q is not safe", raw, v)
		}
	})
}
