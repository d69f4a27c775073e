package markdown

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"

	"guette/internal/lazyregexp"
)

// Front is the front matter of a draft, as plain text.
type Front struct {
	Title       string
	Lang        string // "fr" when the draft does not say
	Bulletin    string // technique, strategique
	Period      string // 2026-07
	EditionDate string // 2026-08-07
	DataAsOf    string
	Entity      string
	Status      string // brouillon, relu, diffusé
	Summary     string
}

// Edition is the day of edition at midnight UTC, or ok false when there is none.
func (f Front) Edition() (day time.Time, ok bool) {
	day, err := time.Parse(time.DateOnly, f.EditionDate)
	return day, err == nil
}

var yamlLine = lazyregexp.New(`line (\d+): `)

// cutFront takes the YAML between two lines of three hyphens off the head of the
// draft; first is the number of lines that it holds.
func cutFront(src []byte) (f Front, body []byte, first int, err error) {
	f.Lang = "fr"
	if !bytes.HasPrefix(src, []byte("---\n")) {
		return f, src, 0, nil
	}
	rest := src[4:]
	end, skip := bytes.Index(rest, []byte("\n---\n")), 5
	if bytes.HasPrefix(rest, []byte("---\n")) {
		end, skip = 0, 4
	}
	if end < 0 && bytes.HasSuffix(rest, []byte("\n---")) {
		end, skip = len(rest)-4, 4
	}
	if end < 0 {
		return f, nil, 0, &Error{Line: 1, Text: "front matter opened by --- is never closed by a line ---"}
	}
	head, body := rest[:end], rest[end+skip:]
	first = bytes.Count(src[:len(src)-len(body)], []byte("\n"))
	var values map[string]any
	if e := yaml.Unmarshal(head, &values); e != nil {
		return f, nil, 0, frontError(e)
	}
	f.fill(values)
	return f, body, first, nil
}

func frontError(e error) error {
	line, msg := 1, strings.TrimPrefix(e.Error(), "yaml: ")
	if m := yamlLine.Re().FindStringSubmatch(msg); m != nil {
		n, _ := strconv.Atoi(m[1])
		line, msg = n+1, strings.Replace(msg, m[0], "", 1)
	}
	return &Error{Line: line, Text: "front matter: " + msg}
}

func (f *Front) fill(values map[string]any) {
	for key, to := range map[string]*string{
		"title": &f.Title, "lang": &f.Lang, "bulletin": &f.Bulletin, "period": &f.Period,
		"edition_date": &f.EditionDate, "data_as_of": &f.DataAsOf, "entity": &f.Entity,
		"status": &f.Status, "summary": &f.Summary,
	} {
		switch v := values[key].(type) {
		case nil:
		case time.Time:
			*to = v.Format(time.DateOnly)
		default:
			*to = strings.Join(strings.Fields(fmt.Sprint(v)), " ")
		}
	}
	if !langTag.Re().MatchString(f.Lang) {
		f.Lang = "fr"
	}
}
