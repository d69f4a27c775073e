package sentence

import (
	"strings"
	"testing"
	"time"

	"guette/watch"
)

// plain spaces keep the table readable.
var plain = strings.NewReplacer("\u00A0", " ", "\u202F", " ")

var names = map[string]string{"nginx": "nginx", "ansible": "Ansible"}

func name(id string) string { return names[id] }

func day(y, m, d int) watch.Date { return watch.Date{Year: y, Month: time.Month(m), Day: d} }

func TestStatement(t *testing.T) {
	no := false
	for _, tt := range []struct {
		name string
		kind watch.FindingKind
		of   string
		d    watch.Detail
		want string
	}{
		{"a release", watch.FindingRelease, "nginx", &watch.ReleaseDetail{Version: "1.31.3", Stable: true}, "nginx publie la version 1.31.3 le 1ᵉʳ août 2026."},
		{"a preversion, vowel", watch.FindingRelease, "ansible", &watch.ReleaseDetail{Version: "14rc1"}, "Ansible publie la préversion 14rc1 le 1ᵉʳ août 2026."},
		{"a branch", watch.FindingRelease, "nginx", &watch.ReleaseDetail{Version: "1.32.0", Branch: "1.32", Stable: true, NewBranch: true}, "nginx ouvre la branche 1.32 (version 1.32.0, 1ᵉʳ août 2026)."},
		{"one fix", watch.FindingSecurityRelease, "ansible", &watch.ReleaseDetail{Version: "2", Fixes: []string{"CVE-2026-1"}}, "La version 2 d’Ansible, publiée le 1ᵉʳ août 2026, corrige 1 vulnérabilité (CVE-2026-1)."},
		{"six fixes", watch.FindingSecurityRelease, "nginx", &watch.ReleaseDetail{Version: "2", Fixes: []string{"a", "b", "c", "d", "e", "f"}}, "La version 2 de nginx, publiée le 1ᵉʳ août 2026, corrige 6 vulnérabilités (a, b, c, d, e et 1 autre)."},
		{"keyword", watch.FindingSecurityRelease, "nginx", &watch.ReleaseDetail{Version: "2", Nature: watch.NatureUnconfirmed}, "La version 2 de nginx, publiée le 1ᵉʳ août 2026, mentionne une correction de sécurité ; aucune CVE associée n’est observée."},
		{"a vulnerability", watch.FindingVulnerability, "nginx", &watch.VulnerabilityDetail{CVE: "CVE-2026-1", CVSS: &watch.CVSS{Version: "3.1", Score: 9.8, Rating: watch.SeverityCritical}, Fixed: []watch.Fix{{Version: "1.30.4"}, {Version: "1.31.3"}}}, "CVE-2026-1 vise nginx (CVSS 3.1 : 9,8, critique) ; elle est corrigée en 1.30.4 et 1.31.3."},
		{"not scored", watch.FindingVulnerability, "nginx", &watch.VulnerabilityDetail{CVE: "CVE-2026-1"}, "CVE-2026-1 vise nginx (aucune note CVSS publiée) ; aucune version corrigée n’est indiquée."},
		{"exploited", watch.FindingExploited, "nginx", &watch.VulnerabilityDetail{CVE: "CVE-2026-1", KEV: &watch.Exploited{Added: day(2026, 7, 21)}}, "CVE-2026-1, qui vise nginx, figure au catalogue KEV depuis le 21 juillet 2026 : son exploitation est avérée."},
		{"ended", watch.FindingEndOfSupport, "ansible", &watch.LifecycleDetail{Branch: "9", Until: watch.Until{State: watch.Dated, Date: day(2026, 7, 30)}, Days: -1}, "Le support d’Ansible 9 a pris fin le 30 juillet 2026, soit 1 jour avant l’arrêt des données."},
		{"ends", watch.FindingEndOfSupport, "nginx", &watch.LifecycleDetail{Branch: "1.30", Until: watch.Until{State: watch.Dated, Date: day(2026, 9, 29)}, Days: 60}, "Le support de nginx 1.30 prend fin le 29 septembre 2026, dans 60 jours."},
		{"moved", watch.FindingEndOfSupport, "nginx", &watch.LifecycleDetail{Branch: "1.30", Previous: &watch.Until{State: watch.Dated, Date: day(2026, 9, 16)}, Until: watch.Until{State: watch.Dated, Date: day(2026, 9, 29)}}, "Le support de nginx 1.30 : la fin passe du 16 septembre 2026 au 29 septembre 2026."},
		{"licence", watch.FindingLicenceChange, "ansible", &watch.SignalDetail{From: "MIT", To: "BUSL-1.1", Version: "3"}, "La licence d’Ansible passe de MIT à BUSL-1.1 à partir de la version 3 (1ᵉʳ août 2026)."},
		{"licence not free", watch.FindingLicenceChange, "nginx", &watch.SignalDetail{To: "FSL-1.1", Free: &no}, "nginx est distribué sous FSL-1.1, qui ne figure pas parmi les licences libres reconnues."},
		{"maintenance", watch.FindingMaintenanceMode, "nginx", &watch.SignalDetail{Quote: &watch.Quote{Text: "This app is in maintenance mode: don't ask", Lang: "en"}}, "nginx se déclare en maintenance : « This app is in maintenance mode: don't ask »."},
		{"silence", watch.FindingSilence, "ansible", &watch.SignalDetail{Days: 1493}, "Aucun commit d’Ansible n’a été observé depuis 1 493 jours."},
		{"health", watch.FindingHealthChange, "nginx", &watch.SignalDetail{From: "poor", To: "watch"}, "La santé de nginx passe de « dégradée » à « à surveiller »."},
		{"governance", watch.FindingGovernance, "ansible", &watch.SignalDetail{Path: "MAINTAINERS.md"}, "Le fichier MAINTAINERS.md d’Ansible a changé le 1ᵉʳ août 2026."},
		{"news", watch.FindingNews, "", &watch.NewsDetail{Feed: "BlueHats", Title: "Une gazette"}, "BlueHats a publié le 1ᵉʳ août 2026 « Une gazette »."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := Statement(watch.Finding{Program: tt.of, Kind: tt.kind, Date: day(2026, 8, 1), Detail: tt.d}, name)
			if plain.Replace(got) != tt.want {
				t.Errorf("got  %s\nwant %s", got, tt.want)
			}
		})
	}
}

// Each kind has a sentence, whatever its detail leaves out.
func TestEveryKindSpeaks(t *testing.T) {
	kinds := []watch.FindingKind{watch.FindingRelease, watch.FindingSecurityRelease, watch.FindingVulnerability, watch.FindingExploited, watch.FindingEndOfSupport, watch.FindingLicenceChange, watch.FindingAbandonment, watch.FindingMaintenanceMode, watch.FindingDeprecation, watch.FindingEndOfLife, watch.FindingMove, watch.FindingRename, watch.FindingFork, watch.FindingMaintainerChange, watch.FindingGovernance, watch.FindingDistribution, watch.FindingCompromise, watch.FindingReversal, watch.FindingSilence, watch.FindingHealthChange, watch.FindingOnePerson, watch.FindingNews, watch.FindingCorrection}
	details := []watch.Detail{&watch.ReleaseDetail{}, &watch.VulnerabilityDetail{}, &watch.LifecycleDetail{}, &watch.SignalDetail{}, &watch.NewsDetail{}, &watch.CorrectionDetail{Month: watch.Month{Year: 2026, Month: 6}}, nil}
	for _, kind := range kinds {
		for _, d := range details {
			for _, date := range []watch.Date{{}, day(2026, 7, 3)} {
				s := Statement(watch.Finding{Program: "ansible", Kind: kind, Date: date, Detail: d}, name)
				if s == "" || s[len(s)-1] != '.' {
					t.Errorf("%s %T: %q is no sentence", kind, d, s)
				}
			}
		}
	}
}
