package draft

import (
	"fmt"
	"strconv"
	"strings"

	"guette/render"
	"guette/render/french"
	"guette/render/markup"
)

// schema is the version of the form of drafts.
const schema = 1

// frontMatter is the block of YAML at the head of a draft.
func frontMatter(b *render.Bulletin) string {
	var f strings.Builder
	field := func(key, value string) { fmt.Fprintf(&f, "%s: %s\n", key, value) }
	f.WriteString("---\n")
	field("title", quoted(Title(b)))
	field("lang", b.Language)
	field("bulletin", string(b.Kind))
	field("period", b.Month.String())
	field("edition_date", b.Edition.String())
	field("data_as_of", b.AsOf.String())
	if b.Entity != nil {
		field("entity", quoted(b.Entity.ID))
	} else {
		field("entity", `""`)
	}
	if b.Publisher.Name != "" {
		field("publisher", quoted(b.Publisher.Name))
	}
	field("status", "brouillon")
	field("schema", strconv.Itoa(schema))
	f.WriteString("---\n")
	return f.String()
}

// Title is the title of a bulletin: of the file, not of the page.
func Title(b *render.Bulletin) string {
	if b.Kind == render.Alert {
		return alertTitle(b)
	}
	if b.Language == "en" {
		name := "Technology watch bulletin"
		if b.Kind == render.Strategic {
			name = "Strategic watch bulletin"
		}
		return fmt.Sprintf("%s, %s %d", name, b.Month.Month, b.Month.Year)
	}
	name := "Bulletin de veille technologique"
	if b.Kind == render.Strategic {
		name = "Bulletin de veille stratégique"
	}
	return name + ", " + french.Month(b.Month)
}

func alertTitle(b *render.Bulletin) string {
	if b.Language == "en" {
		return fmt.Sprintf("Alert, %s, %s %d", b.Name(b.Alerted), b.Month.Month, b.Month.Year)
	}
	return fmt.Sprintf("Alerte, %s, %s", b.Name(b.Alerted), french.Month(b.Month))
}

// quoted writes a YAML string; ids that are plain words stay bare.
func quoted(s string) string {
	s = markup.Clean(s)
	plain := s != "" && s[0] >= 'a' && markup.Slug(s) == s && !reserved[s]
	if plain {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// reserved words are no strings in YAML.
var reserved = map[string]bool{"null": true, "true": true, "false": true, "yes": true, "no": true, "on": true, "off": true, "y": true, "n": true}
