// Package sentence says a finding in one short French sentence of plain text,
// in the words of the editorial guide: for findings.json, feeds and calendars.
// Bulletins have their own, longer wording in templates.
package sentence

import (
	"fmt"

	"guette/render/french"
	"guette/render/markup"
	"guette/watch"
)

// Statement says a finding. name gives the name of a program by its id.
func Statement(f watch.Finding, name func(program string) string) string {
	s := speaker{f: f, name: name, x: markup.Clean(name(f.Program))}
	switch d := f.Detail.(type) {
	case *watch.ReleaseDetail:
		return s.release(d)
	case *watch.VulnerabilityDetail:
		return s.vulnerability(d)
	case *watch.LifecycleDetail:
		return s.lifecycle(d)
	case *watch.SignalDetail:
		return s.signal(d)
	case *watch.NewsDetail:
		return s.news(d)
	case *watch.CorrectionDetail:
		return s.correction(d)
	}
	return say("%s : un constat du %s est à lire dans ses preuves.", s.x, french.Date(f.Date))
}

// A speaker has what all sentences on a finding need.
type speaker struct {
	f    watch.Finding
	name func(string) string
	x    string // name of the program
}

// say typesets our words and leaves those of the sources alone.
func say(format string, args ...any) string {
	return fmt.Sprintf(french.Typeset(format), args...)
}

// of returns "de nginx", "d’Ansible".
func (s speaker) of() string { return french.De(s.x) }

// the returns "le 15 juillet 2026", or words for a day that is not known.
func the(d watch.Date) string {
	if d.IsZero() {
		return "à une date non communiquée"
	}
	return french.The(d)
}

func (s speaker) release(d *watch.ReleaseDetail) string {
	v, day := markup.Clean(d.Version), the(s.f.Date)
	switch {
	case d.Mark == "yanked":
		return say("La version %s %s, publiée %s, a été retirée.", v, s.of(), day)
	case d.Mark == "re-tagged":
		return say("L'étiquette %s %s désigne un autre commit qu'auparavant, constat du %s.", markup.Clean(or(d.Tag, v)), s.of(), french.Date(s.f.Date))
	case d.Mark == "mistaken":
		return say("L'étiquette %s %s, posée %s, ne suit pas la suite de ses versions.", markup.Clean(or(d.Tag, v)), s.of(), day)
	case d.Mark == "untagged":
		return say("La version %s %s est annoncée par un commit du %s, sans étiquette correspondante.", v, s.of(), french.Date(s.f.Date))
	case d.Mark == "not-a-release":
		return say("L'étiquette %s %s, posée %s, n'est pas une version selon l'éditeur.", markup.Clean(or(d.Tag, v)), s.of(), day)
	case d.Mark == "nightly":
		return say("%s publie la version de développement %s %s.", s.x, v, day)
	case s.f.Kind == watch.FindingSecurityRelease:
		return s.securityRelease(d, v, day)
	case !d.Stable || d.Nature == watch.NaturePrerelease:
		return say("%s publie la préversion %s %s.", s.x, v, day)
	case d.NewBranch && d.Branch != "":
		return say("%s ouvre la branche %s (version %s, %s).", s.x, markup.Clean(d.Branch), v, french.Date(s.f.Date))
	}
	return say("%s publie la version %s %s.", s.x, v, day)
}

func (s speaker) securityRelease(d *watch.ReleaseDetail, v, day string) string {
	switch n := len(d.Fixes); {
	case d.Nature == watch.NatureUnconfirmed && n == 0:
		return say("La version %s %s, publiée %s, mentionne une correction de sécurité ; aucune CVE associée n'est observée.", v, s.of(), day)
	case n == 0:
		return say("La version %s %s, publiée %s, contient des corrections de sécurité.", v, s.of(), day)
	default:
		return say("La version %s %s, publiée %s, corrige %s (%s).", v, s.of(), day, french.Count(n, "vulnérabilité", true), some(d.Fixes))
	}
}

// maxListed is how many ids a sentence names.
const maxListed = 5

// some enumerates the first ids and counts the others.
func some(ids []string) string {
	list := make([]string, 0, maxListed+1)
	for i, id := range ids {
		if i == maxListed {
			list = append(list, say("%s autres", french.Number(len(ids)-maxListed)))
			if len(ids) == maxListed+1 {
				list[i] = "1 autre"
			}
			break
		}
		list = append(list, markup.Clean(id))
	}
	return french.And(list)
}

func (s speaker) vulnerability(d *watch.VulnerabilityDetail) string {
	cve := markup.Clean(d.CVE)
	if s.f.Kind == watch.FindingExploited {
		return s.exploited(d, cve)
	}
	score := "aucune note CVSS publiée"
	if d.CVSS != nil {
		score = say("CVSS %s : %s, %s", d.CVSS.Version, french.Decimal(d.CVSS.Score, 1), rating(d.CVSS.Rating))
	}
	fixed := "aucune version corrigée n’est indiquée"
	if len(d.Fixed) > 0 {
		fixed = "elle est corrigée en " + some(fixedVersions(d.Fixed))
	}
	switch {
	case len(d.Affected) == 0 && len(d.CERTFR) > 0:
		n := d.CERTFR[0]
		return say("Le CERT-FR consacre à %s l'%s %s%s ; aucune plage de versions n'est connue.", s.x, notice(n.Type), markup.Clean(n.Reference), dated(n.Date))
	case d.Doubt == "wrong-product":
		return say("%s est classée sous %s (%s) ; la fiche semble viser un autre produit.", cve, s.x, score)
	case d.Doubt != "":
		return say("%s vise %s (%s) ; %s ; la plage de la fiche est douteuse.", cve, s.x, score, fixed)
	case d.Disputed:
		return say("%s vise %s (%s) ; %s ; la fiche est contestée.", cve, s.x, score, fixed)
	}
	return say("%s vise %s (%s) ; %s.", cve, s.x, score, fixed)
}

// notice words a kind of publication of CERT-FR.
func notice(kind string) string {
	if kind == "alerte" {
		return "alerte"
	}
	return "avis"
}

func fixedVersions(fixes []watch.Fix) []string {
	list := make([]string, 0, len(fixes))
	for _, f := range fixes {
		list = append(list, f.Version)
	}
	return list
}

func (s speaker) exploited(d *watch.VulnerabilityDetail, cve string) string {
	if d.KEV != nil {
		return say("%s, qui vise %s, figure au catalogue KEV depuis le %s : son exploitation est avérée.", cve, s.x, french.Date(d.KEV.Added))
	}
	for _, n := range d.CERTFR {
		if n.Type == "alerte" {
			return say("%s, qui vise %s, fait l'objet de l'alerte %s du CERT-FR%s.", cve, s.x, markup.Clean(n.Reference), dated(n.Date))
		}
	}
	return say("%s, qui vise %s, est signalée comme exploitée.", cve, s.x)
}

func dated(d watch.Date) string {
	if d.IsZero() {
		return ""
	}
	return " " + french.From(d)
}

// rating words a severity for a vulnerability.
func rating(s watch.Severity) string {
	switch s {
	case watch.SeverityCritical:
		return "critique"
	case watch.SeverityHigh:
		return "élevée"
	case watch.SeverityMedium:
		return "moyenne"
	case watch.SeverityLow:
		return "faible"
	case watch.SeverityNone:
		return "nulle"
	}
	return "non notée"
}

func (s speaker) news(d *watch.NewsDetail) string {
	if feed := markup.Clean(d.Feed); feed != "" {
		return say("%s a publié %s « %s ».", feed, the(s.f.Date), markup.Clean(d.Title))
	}
	return say("Article publié %s : « %s ».", the(s.f.Date), markup.Clean(d.Title))
}

func (s speaker) correction(d *watch.CorrectionDetail) string {
	switch {
	case d.Late || d.Was == "":
		return say("%s : un fait %s est connu depuis la clôture du bulletin (%s).", s.x, french.OfMonth(d.Month), markup.Clean(d.Now))
	case d.Now == "":
		return say("%s : ce que le bulletin %s indiquait n'est plus confirmé par les données (%s).", s.x, french.OfMonth(d.Month), markup.Clean(d.Was))
	}
	return say("%s : le bulletin %s indiquait « %s » ; les données indiquent « %s ».", s.x, french.OfMonth(d.Month), markup.Clean(d.Was), markup.Clean(d.Now))
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
