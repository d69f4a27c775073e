package section

import (
	"testing"

	"guette/watch"
)

func TestTheProofOfASheetIsTheCommitItself(t *testing.T) {
	const hash = "024b2b2bb459dd904d15b911d04c6df4ff2c9031"
	for _, c := range []struct{ name, history, want string }{
		{"GitHub", "https://github.com/a/b/commits/" + hash, "https://github.com/a/b/commit/" + hash},
		{"GitLab", "https://git.example/a/b/-/commits/" + hash, "https://git.example/a/b/-/commit/" + hash},
		{"Gitea", "https://git.example/a/b/commits/commit/" + hash, "https://git.example/a/b/commit/" + hash},
		{"cgit", "https://git.example/b.git/log/?id=" + hash, "https://git.example/b.git/commit/?id=" + hash},
		{"Gitiles", "https://git.example/b/+log/" + hash, "https://git.example/b/+/" + hash},
		{"Bitbucket writes both alike", "https://bitbucket.org/a/b/commits/" + hash, "https://bitbucket.org/a/b/commits/" + hash},
		{"an address without the commit", "https://git.example/a/b", "https://git.example/a/b"},
	} {
		if got := commitPage(c.history, hash); got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}

func TestASheetQuotesWhatProvesItsTitle(t *testing.T) {
	words := func(kind watch.FindingKind, text string) signalFact {
		return signalFact{Kind: kind, SignalDetail: &watch.SignalDetail{Quote: &watch.Quote{Text: text}}}
	}
	signals := []signalFact{
		words(watch.FindingDistribution, "feat: use valkey"),
		words(watch.FindingLicenceChange, "other than a Competing Use"),
		words(watch.FindingEndOfLife, "has reached its end of life"),
	}
	for _, c := range []struct{ title, want string }{
		{sheetNotFree, "other than a Competing Use"},
		{sheetStopped, "has reached its end of life"},
		{sheetObsolete, ""},
		{sheetOne, ""},
	} {
		got := ""
		if q := quoteFor(sheet{Title: c.title, Signals: signals}); q != nil {
			got = q.Text
		}
		if got != c.want {
			t.Errorf("title %q: got %q, want %q", c.title, got, c.want)
		}
	}
}
