// Package inventory reads lists of software that administrations have already
// (spreadsheets in CSV and XLSX, SBOMs in CycloneDX and SPDX, the SILL) and finds the
// programs of the catalogue in them. A match tells how sure it is and by what;
// what is not found is listed, never dropped.
package inventory

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// An Item is one line of an inventory.
type Item struct {
	Line    int // of the file; 0 is not known
	Name    string
	Version string
	PURL    string
	CPEs    []string
	Fields  map[string]string
}

// A Format is a form of inventory.
type Format string

// The formats.
const (
	CSV       Format = "csv"
	XLSX      Format = "xlsx"
	CycloneDX Format = "cyclonedx"
	SPDX      Format = "spdx"
)

// Bounds of an inventory: the SBOM of a large image has 20,000 components in
// 60 MB.
const (
	MaxBytes = 256 << 20
	maxItems = 500_000
)

var errUnknown = errors.New("neither CSV, nor XLSX, nor CycloneDX (JSON, XML), nor SPDX 2 (JSON, tag-value)")

// Read reads an inventory, finding out its format from its name and content.
// The errors of the list are lines that could not be read.
func Read(name string, data []byte) (items []Item, f Format, bad []error, err error) {
	f, err = sniff(name, data)
	if err != nil {
		return nil, "", nil, fmt.Errorf("%s: %w", name, err)
	}
	switch f {
	case CycloneDX:
		items, err = readCycloneDX(data)
	case SPDX:
		items, err = readSPDX(data)
	case XLSX:
		items, err = readXLSX(data)
	default:
		items, bad, err = readCSV(name, data)
	}
	if err == nil && len(items) > maxItems {
		err = fmt.Errorf("more than %d entries", maxItems)
	}
	if err != nil {
		return nil, f, bad, fmt.Errorf("%s: %w", name, err)
	}
	return items, f, bad, nil
}

// sniff tells the format.
func sniff(name string, data []byte) (Format, error) {
	head := bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")), " \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte("{")):
		var marks struct {
			BOMFormat   string `json:"bomFormat"`
			SPDXVersion string `json:"spdxVersion"`
		}
		if err := json.Unmarshal(head, &marks); err != nil {
			return "", fmt.Errorf("JSON that cannot be read: %w", err)
		}
		if strings.EqualFold(marks.BOMFormat, "CycloneDX") {
			return CycloneDX, nil
		}
		if marks.SPDXVersion != "" {
			return SPDX, nil
		}
		return "", errUnknown
	case bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head[:min(len(head), 4096)], []byte("cyclonedx.org/schema/bom")):
		return CycloneDX, nil
	case bytes.HasPrefix(head, []byte("SPDXVersion:")):
		return SPDX, nil
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		return XLSX, nil
	case slices.Contains([]string{".csv", ".tsv", ".txt"}, strings.ToLower(filepath.Ext(name))):
		return CSV, nil
	}
	return "", errUnknown
}

// sortItems puts items in one order, whatever that of the file.
func sortItems(items []Item) {
	slices.SortStableFunc(items, func(a, b Item) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Name, b.Name), cmp.Compare(a.Version, b.Version), cmp.Compare(a.PURL, b.PURL))
	})
}
