package git

import (
	"slices"
	"testing"

	"guette/watch"
)

func TestNotableSubjects(t *testing.T) {
	const none = ""
	for _, tt := range []struct {
		message string
		merge   bool
		want    watch.CommitReason
		subject string // where it is not the message
		version string
	}{
		{message: "mcmc: upstream bump for security issue\n\nLonger text.", want: watch.CommitSecurity, subject: "mcmc: upstream bump for security issue"},
		{message: "fix(security): escape comment reply text in template textarea", want: watch.CommitSecurity},
		{message: "Fix buffer overflow in SCRAM", want: watch.CommitSecurity},
		{message: "Merge pull request #486 from OCSInventory-NG/vulnerability-fix", merge: true, want: watch.CommitSecurity, subject: "vulnerability-fix"},
		{message: "Merge branch 'security/login' into main", merge: true, want: watch.CommitSecurity, subject: "security/login"},
		{message: "Merge branch 'alice/xss-fix'", merge: true, want: watch.CommitSecurity, subject: "xss-fix"},
		{message: "Merge pull request #490 from OCSInventory-NG/v2.12.5", merge: true, want: none},
		{message: "refactor(project): update version to 2.12.5", want: watch.CommitVersion, version: "2.12.5"},
		{message: "Release 1.6.45", want: watch.CommitVersion, version: "1.6.45"},
		{message: "v3.6.2", want: watch.CommitVersion, version: "3.6.2"},
		{message: "Version 1.31.3.", want: watch.CommitVersion, version: "1.31.3"},
		{message: "feat: Use valkey instead of redis (#4438)", want: watch.CommitReplace},
		{message: "Update django to v5.2.14 [SECURITY]", want: none},
		{message: "Updated security policy report methods", want: none},
		{message: "fix: update SECURITY.md", want: none},
		{message: "Bump lodash from 4.17.20 to 4.17.21", want: none},
		{message: "Thanks to someone@example.org for the security report", want: none},
		{message: "fix horizontal overflow in search modal inputs", want: none},
		{message: "", want: none},
	} {
		t.Run(tt.message, func(t *testing.T) {
			c, ok := notable([]byte(tt.message), tt.merge)
			if ok != (tt.want != none) || ok && !slices.Equal(c.Reasons, []watch.CommitReason{tt.want}) {
				t.Fatalf("reasons %v, want %q", c.Reasons, tt.want)
			}
			if !ok {
				return
			}
			subject := tt.subject
			if subject == "" {
				subject = tt.message
			}
			if c.Subject != subject || c.Version != tt.version {
				t.Errorf("subject %q version %q, want %q %q", c.Subject, c.Version, subject, tt.version)
			}
		})
	}
}

func FuzzNotable(f *testing.F) {
	f.Add("Merge pull request #486 from a/vulnerability-fix", true)
	f.Add("feat: Use valkey instead of redis", false)
	f.Fuzz(func(t *testing.T, message string, merge bool) {
		c, ok := notable([]byte(message), merge)
		if ok && (c.Subject == "" || len(c.Subject) > maxSubject || len(c.Reasons) == 0) {
			t.Fatalf("commit %+v: without subject or reason, or not bounded", c)
		}
	})
}
