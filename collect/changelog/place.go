package changelog

import (
	"net/url"
	"strings"
)

// A place is where a changelog is read, and where people read it.
type place struct {
	raw  string // address of the bytes
	page string // address for people
	// at returns the same file at a tag; nil where the address has no such form.
	at func(tag string) place
}

// placeOf finds the bytes behind the address of the catalogue. The forms are
// those that the forges document: GitHub blob and raw, GitLab /-/blob/, Gitea
// and Forgejo /src/branch/.
func placeOf(address string) place {
	u, err := url.Parse(address)
	if err != nil {
		return place{raw: address, page: address}
	}
	parts := strings.Split(strings.TrimPrefix(u.Path, "/"), "/")
	switch {
	case u.Host == "github.com" && len(parts) > 4 && (parts[2] == "blob" || parts[2] == "raw"):
		return github(strings.Join(parts[:2], "/"), parts[3], strings.Join(parts[4:], "/"))
	case u.Host == "raw.githubusercontent.com" && len(parts) > 3:
		return github(strings.Join(parts[:2], "/"), parts[2], strings.Join(parts[3:], "/"))
	}
	base := u.Scheme + "://" + u.Host + "/"
	for _, form := range []string{"/-/blob/", "/-/raw/"} {
		if project, rest, ok := strings.Cut(u.Path, form); ok {
			ref, file, _ := strings.Cut(rest, "/")
			return gitlab(base+strings.TrimPrefix(project, "/"), ref, file)
		}
	}
	if len(parts) > 5 && (parts[2] == "src" || parts[2] == "raw") && parts[3] == "branch" {
		return gitea(base+strings.Join(parts[:2], "/"), "branch/"+parts[4], strings.Join(parts[5:], "/"))
	}
	return place{raw: address, page: address}
}

func github(repo, ref, file string) place {
	return place{
		raw:  "https://raw.githubusercontent.com/" + repo + "/" + ref + "/" + file,
		page: "https://github.com/" + repo + "/blob/" + ref + "/" + file,
		at:   func(tag string) place { return github(repo, url.PathEscape(tag), file) },
	}
}

func gitlab(project, ref, file string) place {
	return place{
		raw:  project + "/-/raw/" + ref + "/" + file,
		page: project + "/-/blob/" + ref + "/" + file,
		at:   func(tag string) place { return gitlab(project, url.PathEscape(tag), file) },
	}
}

func gitea(project, ref, file string) place {
	return place{
		raw:  project + "/raw/" + ref + "/" + file,
		page: project + "/src/" + ref + "/" + file,
		at:   func(tag string) place { return gitea(project, "tag/"+url.PathEscape(tag), file) },
	}
}
