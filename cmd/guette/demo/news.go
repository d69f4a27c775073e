package demo

// notesOf holds the release notes that say more than their tag.
var notesOf = map[string]string{
	"phares/beffroi v2.4.1": `<h3>Security</h3><ul><li>Reject request lines that smuggle a second request (CVE-2026-9900001)</li></ul><h3>Fixed</h3><ul><li>Keep the date of the log when the clock steps back</li></ul>`,
	"phares/beffroi v2.3.8": `<h3>Security</h3><ul><li>Reject request lines that smuggle a second request (CVE-2026-9900001)</li></ul>`,
	"phares/beffroi v2.4.0": `<h3>Added</h3><ul><li>Serve files over HTTP/3</li><li>Reload certificates without a restart</li></ul><h3>Removed</h3><ul><li>Drop the old configuration format of the 1.x series</li></ul>`,
}

// news are the feeds of the demo.
var news = []struct {
	host, path, title string
	items             []item
}{
	{"beffroi.example", "/feed.xml", "Le journal de Beffroi", []item{
		{"2026-06-18", "Beffroi 2.4 arrive", "https://beffroi.example/2026/06/beffroi-2-4-arrive", "La préversion est disponible."},
		{"2026-07-02", "Beffroi 2.4.0 est publié", "https://beffroi.example/2026/07/beffroi-2-4-0", "HTTP/3 et rechargement des certificats."},
		{"2026-07-22", "Une fondation finance Beffroi pour deux ans", "https://beffroi.example/2026/07/financement", "La fondation des phares soutient deux postes de mainteneur pour Beffroi."},
	}},
	{"gazette.example", "/rss", "La gazette des phares", []item{
		{"2026-07-09", "Estuaire quitte les licences libres", "https://gazette.example/estuaire-licence", "La base de données Estuaire change de licence avec la version 5."},
		{"2026-07-13", "Delta, bifurcation libre d’Estuaire", "https://gazette.example/delta", "Quatre mainteneurs poursuivent sous licence MIT."},
		{"2026-07-15", "Lanterne s’éteint", "https://gazette.example/lanterne", "Le projet Lanterne n’est plus maintenu."},
	}},
}

// certItems are the alerts of the demo, certNotices its advisories. The oldest
// of each is of a month before, so that a reader sees that none is missing.
var certItems = []item{
	{"2026-05-20", "Vulnérabilité dans Fanal (20 mai 2026)", "https://www.cert.ssi.gouv.fr/alerte/CERTFR-2026-ALE-900/", "Une vulnérabilité a été découverte dans Fanal. Alerte inventée pour la démonstration."},
	{"2026-07-18", "Vulnérabilité dans Beffroi (18 juillet 2026)", "https://www.cert.ssi.gouv.fr/alerte/CERTFR-2026-ALE-901/", "Une vulnérabilité a été découverte dans Beffroi. Alerte inventée pour la démonstration."},
}

var certNotices = []item{
	{"2026-05-21", "Multiples vulnérabilités dans Fanal (21 mai 2026)", "https://www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-9900/", "De multiples vulnérabilités ont été découvertes dans Fanal. Avis inventé pour la démonstration."},
	{"2026-06-11", "Vulnérabilité dans Beffroi (11 juin 2026)", "https://www.cert.ssi.gouv.fr/avis/CERTFR-2026-AVI-9901/", "Une vulnérabilité a été découverte dans Beffroi. Avis inventé pour la démonstration."},
}

// A notice is a record of CERT-FR: what tells it apart from the others.
type notice struct{ kind, reference, product, affected, cve, risk, day string }

var notices = []notice{
	{"alerte", "CERTFR-2026-ALE-900", "Fanal", "Fanal versions antérieures à 1.2", "CVE-2026-9900010", "Déni de service à distance", "2026-05-20"},
	{"avis", "CERTFR-2026-AVI-9900", "Fanal", "Fanal versions antérieures à 1.2", "CVE-2026-9900010", "Déni de service à distance", "2026-05-21"},
	{"avis", "CERTFR-2026-AVI-9901", "Beffroi", "Beffroi versions antérieures à 2.3.7", "CVE-2026-9900002", "Atteinte à la confidentialité des données", "2026-06-11"},
	{"alerte", "CERTFR-2026-ALE-901", "Beffroi", "Beffroi versions antérieures à 2.3.8 et 2.4.1", "CVE-2026-9900001", "Exécution de code arbitraire à distance", "2026-07-18"},
}

// record writes the notice in the form of www.cert.ssi.gouv.fr.
func (n notice) record() []byte {
	named := func(key, value string) []map[string]string { return []map[string]string{{key: value}} }
	return encode(map[string]any{
		"reference": n.reference, "title": "Vulnérabilité dans " + n.product,
		"summary": "Une vulnérabilité a été découverte dans " + n.product + ". Publication inventée pour la démonstration.",
		"content": "", "affected_systems_content": "", "links": []string{}, "vendor_advisories": []string{},
		"affected_systems": []map[string]any{{"description": n.affected, "product": map[string]any{"name": n.product, "vendor": map[string]any{"name": n.product, "scada": false}}}},
		"cves":             []map[string]string{{"name": n.cve, "url": "https://www.cve.org/CVERecord?id=" + n.cve}},
		"risks":            named("description", n.risk),
		"revisions":        []map[string]string{{"description": "Version initiale", "revision_date": n.day + "T00:00:00.000000"}},
	})
}
