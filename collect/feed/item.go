package feed

import (
	"cmp"
	"net/url"
	"strings"

	"github.com/abadojack/whatlanggo"
	"github.com/mmcdole/gofeed"
	xlang "golang.org/x/text/language"

	"guette/internal/lazyregexp"
)

// item makes an entry; ok is false when there is nothing in it.
func (d *document) item(n int, it *gofeed.Item, links *url.URL) (Item, bool) {
	item := Item{
		ID:        bound(oneLine(cmp.Or(it.GUID, it.Custom["id"])), maxID),
		Title:     titleText(it.Title),
		Author:    author(it),
		Published: d.date(n, "date", publishedRaws(it)...),
		Updated:   d.date(n, "date of change", updatedRaws(it)...),
		Summary:   bound(it.Description, maxContent),
		Content:   bound(it.Content, maxContent),
	}
	item.Link = webLink(links, cmp.Or(it.Link, firstLink(it), permalink(it)))
	item.Lang = cmp.Or(dublinItemLanguage(it), d.feed.Lang, detect(item))
	if item.empty() && item.When().IsZero() {
		d.refuse(n, "nothing in it: no title, no link, no id, no text, no date")
		return Item{}, false
	}
	return item, true
}

// empty tells an entry that says nothing.
func (i Item) empty() bool {
	return i.Title == "" && i.Link == "" && i.ID == "" && i.Summary == "" && i.Content == ""
}

// publishedRaws lists where an entry may say when it was published.
func publishedRaws(it *gofeed.Item) []string {
	raws := []string{it.Published}
	for _, name := range []string{"published", "issued", "created", "date", "pubDate", "pubdate", "PubDate", "pubDATE", "publicationDate", "datePublished"} {
		raws = append(raws, it.Custom[name], extension(it, "dcterms", name), extension(it, "dc", name), extension(it, "atom", name))
	}
	if it.DublinCoreExt != nil {
		raws = append(raws, it.DublinCoreExt.Date...)
	}
	return raws
}

// updatedRaws lists where an entry may say when it was changed.
func updatedRaws(it *gofeed.Item) []string {
	raws := []string{it.Updated}
	for _, name := range []string{"updated", "modified", "lastBuildDate"} {
		raws = append(raws, it.Custom[name], extension(it, "dcterms", name), extension(it, "atom", name))
	}
	return raws
}

// extension is the first value of an element of another vocabulary.
func extension(it *gofeed.Item, space, name string) string {
	if e := it.Extensions[space][name]; len(e) > 0 {
		return e[0].Value
	}
	return ""
}

// firstLink is a link that gofeed did not choose: of another relation.
func firstLink(it *gofeed.Item) string {
	for _, l := range it.Links {
		if strings.TrimSpace(l) != "" {
			return l
		}
	}
	for _, l := range it.Extensions["atom"]["link"] { // in an entry of RSS
		if rel := l.Attrs["rel"]; rel == "" || rel == "alternate" {
			return l.Attrs["href"]
		}
	}
	return ""
}

// permalink is the id where it is an address: RSS says so unless told
// otherwise, and readers do so for Atom too.
func permalink(it *gofeed.Item) string { return address(it.GUID) }

// address is an id that is an absolute address of the web, else "".
func address(id string) string {
	if strings.HasPrefix(id, "http://") || strings.HasPrefix(id, "https://") {
		return id
	}
	return ""
}

var mailAddress = lazyregexp.New(`[^\s<>()@]+@[^\s<>()@]+`)

// author is the name of the first author, never an e-mail address.
func author(it *gofeed.Item) string {
	for _, a := range it.Authors {
		if a == nil {
			continue
		}
		name := oneLine(PlainText(mailAddress.Re().ReplaceAllString(a.Name, " ")))
		if name = strings.Trim(name, " <>()\"',;"); name != "" {
			return boundRunes(name, 100)
		}
	}
	return ""
}

// rawDates lists the texts of the dates of a feed: together they tell whether
// day or month comes first.
func rawDates(g *gofeed.Feed) []string {
	raws := []string{g.Published, g.Updated}
	for _, it := range g.Items {
		raws = append(raws, it.Published, it.Updated)
		if it.DublinCoreExt != nil {
			raws = append(raws, it.DublinCoreExt.Date...)
		}
	}
	return raws
}

// language reads a language tag as feeds write them: "fr", "fr-FR", "fr_FR",
// "French". "" is none.
func language(s string) string {
	s = strings.ReplaceAll(strings.TrimSpace(s), "_", "-")
	if s == "" || len(s) > 35 {
		return ""
	}
	if tag, err := xlang.Parse(s); err == nil && tag != xlang.Und {
		return tag.String()
	}
	return languageNames[strings.ToLower(s)]
}

// languageNames are languages in English and in their own words.
var languageNames = map[string]string{
	"english": "en",
	"french":  "fr", "français": "fr",
	"german": "de", "deutsch": "de",
	"spanish": "es", "español": "es",
	"italian": "it", "italiano": "it",
	"dutch": "nl", "nederlands": "nl",
	"portuguese": "pt", "português": "pt",
}

func dublinLanguage(g *gofeed.Feed) string {
	if g.DublinCoreExt != nil && len(g.DublinCoreExt.Language) > 0 {
		return g.DublinCoreExt.Language[0]
	}
	return ""
}

func dublinItemLanguage(it *gofeed.Item) string {
	if it.DublinCoreExt != nil && len(it.DublinCoreExt.Language) > 0 {
		return language(it.DublinCoreExt.Language[0])
	}
	return ""
}

const (
	detectMin = 60   // characters: shorter texts are guessed wrong one time in four
	detectMax = 2000 // bytes are enough
)

// detect guesses the language of an entry among those of the readers; "" when
// there is too little text.
func detect(item Item) string {
	text := bound(item.Title+". "+PlainText(bound(cmp.Or(item.Summary, item.Content), 4*detectMax)), detectMax)
	if len([]rune(text)) < detectMin {
		return ""
	}
	info := whatlanggo.DetectWithOptions(text, whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{
		whatlanggo.Fra: true, whatlanggo.Eng: true, whatlanggo.Deu: true, whatlanggo.Spa: true}})
	if !info.IsReliable() {
		return ""
	}
	return info.Lang.Iso6391()
}
