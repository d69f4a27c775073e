package inventory

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// columnNames are the headers that spreadsheets give to what is read, in lower
// case without accents.
var columnNames = map[string][]string{
	"name": {"name", "nom", "logiciel", "nom du logiciel", "software", "produit", "product", "application", "programme", "program",
		"composant", "component", "package", "paquet", "intitule", "libelle"},
	"version":     {"version", "version installee", "version en service", "version deployee", "release", "installed version", "version utilisee"},
	"purl":        {"purl", "package url", "packageurl"},
	"cpe":         {"cpe", "cpe23", "cpe 2.3"},
	"criticality": {"criticality", "criticite", "importance"},
	"exposure":    {"exposure", "exposition"},
	"owner":       {"owner", "role", "responsable", "equipe"},
	"domain":      {"domain", "domaine"},
	"packaging":   {"packaging", "paquetage"},
	"edition":     {"edition"},
	"id":          {"id", "identifiant"},
	"sill":        {"sill", "sill_id", "sill id", "id sill", "numero sill"},
	"licence":     {"licence", "license", "licence_spdx"},
	"homepage":    {"homepage", "site", "site web", "website", "url", "page d'accueil"},
	"repository":  {"repository", "depot", "code source", "repository_url", "repourl", "source code", "code_repository_url"},
	"category":    {"category", "categorie", "fonction", "function"},
	"wikidata":    {"wikidata", "wikidata_id", "wikidata id"},
}

// readCSV reads a spreadsheet: comma, semicolon or tab; UTF-8 or the encoding
// of French Windows; a header somewhere in the first lines.
func readCSV(name string, data []byte) (items []Item, bad []error, err error) {
	text := decode(data)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = separator(text), -1, true, true
	keys, err := header(r)
	if err != nil {
		return nil, nil, err
	}
	for len(items) <= maxItems {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return items, bad, nil
		}
		if err != nil {
			if len(bad) < maxBad {
				bad = append(bad, fmt.Errorf("%s: %w", name, err))
			}
			if _, one := errors.AsType[*csv.ParseError](err); one {
				continue
			}
			return items, bad, nil
		}
		line, _ := r.FieldPos(0)
		item := Item{Line: line, Fields: map[string]string{}}
		for i, value := range record {
			if i < len(keys) && keys[i] != "" && item.Fields[keys[i]] == "" {
				item.Fields[keys[i]] = strings.TrimSpace(value)
			}
		}
		item.Name, item.Version, item.PURL, item.CPEs = item.Fields["name"], item.Fields["version"], item.Fields["purl"], strings.Fields(item.Fields["cpe"])
		if item.Name != "" || item.PURL != "" || len(item.CPEs) > 0 {
			items = append(items, item)
		}
	}
	return items, bad, nil
}

const (
	maxBad    = 50 // lines told one by one
	maxBefore = 20 // lines of titles before the header
)

var errHeader = errors.New(`no header: a line must name the columns, at least "name" (or "nom", "logiciel") and better "version"`)

// header finds the line that names the columns.
func header(r *csv.Reader) ([]string, error) {
	for range maxBefore {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			continue
		}
		keys := make([]string, len(record))
		named := false
		for i, cell := range record {
			keys[i] = columnOf(cell)
			named = named || keys[i] == "name" || keys[i] == "purl"
		}
		if named {
			return keys, nil
		}
	}
	return nil, errHeader
}

func columnOf(cell string) string {
	cell = strings.Join(strings.Fields(strings.ToLower(plainLetters(cell))), " ")
	for key, names := range columnNames {
		for _, n := range names {
			if cell == n {
				return key
			}
		}
	}
	return ""
}

// plainLetters takes the accents off the letters of French.
func plainLetters(s string) string {
	return strings.NewReplacer("é", "e", "è", "e", "ê", "e", "à", "a", "â", "a", "ç", "c", "ô", "o", "î", "i", "û", "u", "ù", "u",
		"É", "e", "È", "e", "À", "a", "Ç", "c", "’", "'", "\u00A0", " ").Replace(s)
}

// separator is the character that is most often outside of letters in the
// first lines.
func separator(text string) rune {
	head := text[:min(len(text), 4096)]
	best, most := ',', 0
	for _, c := range []rune{',', ';', '\t'} {
		if n := strings.Count(head, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

// decode reads UTF-8, with or without its mark, UTF-16 with its mark, else the
// encoding of French Windows.
func decode(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if utf8.Valid(data) {
		return string(data)
	}
	text, err := charmap.Windows1252.NewDecoder().Bytes(data)
	if err != nil {
		return strings.ToValidUTF8(string(data), "\uFFFD")
	}
	return string(text)
}
