package watch

import "slices"

// Repairs lists the versions that repair all of a list of vulnerabilities of
// one program: of each branch the highest, oldest branch first. Records whose
// fixed versions are none of the program's are left out.
func Repairs(list []*VulnerabilityDetail) []string {
	best := map[string]Version{}
	for _, d := range list {
		if d.Doubt == "wrong-product" || d.Doubt == "fixed-version-not-known" {
			continue // what it names is no version of the program
		}
		for _, f := range d.Fixed {
			if v, ok := ParseVersion(f.Version); ok && v.Compare(best[f.Branch]) > 0 {
				best[f.Branch] = v
			}
		}
	}
	var versions []Version
	for _, v := range best { // sorted below
		versions = append(versions, v)
	}
	slices.SortFunc(versions, func(a, b Version) int { return a.Compare(b) })
	var texts []string
	for _, v := range versions {
		texts = append(texts, v.String())
	}
	return texts
}
