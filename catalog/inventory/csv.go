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
	"golang.org/x/text/encoding/unicode"
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

// readCSV reads a spreadsheet: comma, semicolon or tab; UTF-8, UTF-16 with its
// mark, or the encoding of French Windows; a header somewhere in the first lines.
func readCSV(name string, data []byte) (items []Item, bad []error, err error) {
	text := decode(data)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.TrimLeadingSpace = separator(text), -1, true, true
	next := func() ([]string, int, error) {
		for {
			record, err := r.Read()
			if _, one := errors.AsType[*csv.ParseError](err); one {
				if len(bad) < maxBad {
					bad = append(bad, fmt.Errorf("%s: %w", name, err))
				}
				continue
			}
			if err != nil {
				return nil, 0, err
			}
			line, _ := r.FieldPos(0)
			return record, line, nil
		}
	}
	items, err = readRows(next)
	return items, bad, err
}

// readRows makes items of the rows of a spreadsheet; next returns io.EOF at the
// end.
func readRows(next func() (row []string, line int, err error)) (items []Item, err error) {
	keys, err := header(next)
	if err != nil {
		return nil, err
	}
	for len(items) <= maxItems {
		record, line, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return items, err
		}
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
	return items, nil
}

const (
	maxBad    = 50 // lines told one by one
	maxBefore = 20 // lines of titles before the header
)

var errHeader = errors.New(`no header: a line must name the columns, at least "name" (or "nom", "logiciel") and better "version"`)

// header finds the line that names the columns.
func header(next func() ([]string, int, error)) ([]string, error) {
	for range maxBefore {
		record, _, err := next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
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
	if bytes.HasPrefix(data, []byte("\xFF\xFE")) || bytes.HasPrefix(data, []byte("\xFE\xFF")) {
		text, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(data)
		if err == nil {
			return string(text)
		}
	}
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
