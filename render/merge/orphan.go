package merge

import (
	"strings"
)

// orphansID is the anchor of the section that keeps zones without a place.
const orphansID = "#notes-orphelines"

// zoneContent is what stands between the marks of a zone.
func zoneContent(body string) string {
	_, rest, _ := strings.Cut(body, "-->")
	if m := zoneEnd.Re().FindStringIndex(rest); m != nil {
		rest = rest[:m[0]]
	}
	return rest
}

// gatherOrphans puts zones without a place at the end of the draft, under their
// heading, and drops the heading when nothing is left there.
func gatherOrphans(blocks, orphans []block) []block {
	at := -1
	for i, b := range blocks {
		if b.id == orphansID {
			at = i
		}
	}
	if at < 0 && len(orphans) > 0 {
		blocks = append(blocks, block{kind: heading, id: orphansID, level: 2, gap: 1, body: "## Notes orphelines {" + orphansID + "}"})
		at = len(blocks) - 1
	}
	for _, o := range orphans {
		o.gap = 1
		blocks = append(blocks, o)
	}
	if at == len(blocks)-1 && at >= 0 {
		blocks = blocks[:at]
	}
	return blocks
}
