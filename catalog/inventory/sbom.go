package inventory

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/CycloneDX/cyclonedx-go"
	spdxjson "github.com/spdx/tools-golang/json"
	"github.com/spdx/tools-golang/spdx/v2/common"
	"github.com/spdx/tools-golang/spdx/v2/v2_3"
	"github.com/spdx/tools-golang/tagvalue"
)

// readCycloneDX reads the components of a BOM, those inside others too.
func readCycloneDX(data []byte) ([]Item, error) {
	format := cyclonedx.BOMFileFormatJSON
	if bytes.HasPrefix(bytes.TrimLeft(data, "\xEF\xBB\xBF \t\r\n"), []byte("<")) {
		format = cyclonedx.BOMFileFormatXML
	}
	var bom cyclonedx.BOM
	if err := cyclonedx.NewBOMDecoder(bytes.NewReader(data), format).Decode(&bom); err != nil {
		return nil, fmt.Errorf("CycloneDX: %w", err)
	}
	var items []Item
	var walk func(list []cyclonedx.Component, depth int)
	walk = func(list []cyclonedx.Component, depth int) {
		for _, c := range list {
			name := c.Name
			if c.Group != "" && c.PackageURL == "" {
				name = c.Group + "/" + c.Name
			}
			items = append(items, Item{Name: name, Version: c.Version, PURL: c.PackageURL, CPEs: cpesOf(c)})
			if c.Components != nil && depth < maxDepth {
				walk(*c.Components, depth+1)
			}
		}
	}
	if bom.Metadata != nil && bom.Metadata.Component != nil {
		walk([]cyclonedx.Component{*bom.Metadata.Component}, 0)
	}
	if bom.Components != nil {
		walk(*bom.Components, 0)
	}
	sortItems(items)
	return items, nil
}

// cpesOf lists the CPEs of a component; Syft keeps all but the first among the
// properties.
func cpesOf(c cyclonedx.Component) (cpes []string) {
	if c.CPE != "" {
		cpes = append(cpes, c.CPE)
	}
	if c.Properties == nil {
		return cpes
	}
	for _, p := range *c.Properties {
		if p.Name == "syft:cpe23" {
			cpes = append(cpes, p.Value)
		}
	}
	return cpes
}

// maxDepth bounds components inside components; real ones have two.
const maxDepth = 32

// readSPDX reads the packages of an SPDX 2 document.
func readSPDX(data []byte) ([]Item, error) {
	doc, err := parseSPDX(bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF")))
	if err != nil {
		return nil, fmt.Errorf("SPDX: %w", err)
	}
	var items []Item
	for _, p := range doc.Packages {
		if p == nil {
			continue
		}
		i := Item{Name: p.PackageName, Version: p.PackageVersion}
		for _, r := range p.PackageExternalReferences {
			switch {
			case r == nil:
			case r.RefType == common.TypePackageManagerPURL && i.PURL == "":
				i.PURL = r.Locator
			case strings.HasPrefix(r.RefType, "cpe2"):
				i.CPEs = append(i.CPEs, r.Locator)
			}
		}
		items = append(items, i)
	}
	sortItems(items)
	return items, nil
}

// parseSPDX reads JSON or tag-value. The library may panic on documents that
// are no SPDX: that is an error like another.
func parseSPDX(data []byte) (doc *v2_3.Document, err error) {
	defer func() {
		if p := recover(); p != nil {
			doc, err = nil, fmt.Errorf("not a document that can be read: %v", p)
		}
	}()
	if bytes.HasPrefix(bytes.TrimLeft(data, " \t\r\n"), []byte("{")) {
		return spdxjson.Read(bytes.NewReader(data))
	}
	return tagvalue.Read(bytes.NewReader(data))
}
