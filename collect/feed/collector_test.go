package feed

import (
	"testing"

	"guette/collect/collecttest"
	"guette/watch"
)

const honestFeed = `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
  <title>News of Example</title>
  <id>urn:uuid:60a76c80-d399-11d9-b93c-0003939e0af6</id>
  <link href="https://example.test/news/"/>
  <updated>2026-07-20T10:00:00Z</updated>
  <entry>
    <title>Example 2.1 is released</title>
    <id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</id>
    <link href="https://example.test/news/2.1"/>
    <published>2026-07-20T10:00:00Z</published>
    <updated>2026-07-20T10:00:00Z</updated>
    <summary>Faster, and safer.</summary>
  </entry>
  <entry>
    <title>Our conference</title>
    <id>urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6b</id>
    <link href="https://example.test/news/conference"/>
    <published>2026-06-30T22:30:00Z</published>
    <updated>2026-07-01T08:00:00Z</updated>
    <content type="html">&lt;p&gt;Come &lt;b&gt;all&lt;/b&gt;.&lt;/p&gt;</content>
  </entry>
</feed>`

func TestCollectorStandsAHostileWorld(t *testing.T) {
	collecttest.Run(t, Collector, collecttest.Example{
		Programs: []watch.Program{{ID: "example", Feeds: []string{"https://example.test/feed"}}},
		Serve:    collecttest.Pages{"example.test/feed": honestFeed},
		Facts:    2,
	})
}
