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

// certItems are the alerts of the demo.
var certItems = []item{
	{"2026-07-18", "Vulnérabilité dans Beffroi (18 juillet 2026)", "https://www.cert.ssi.gouv.fr/alerte/CERTFR-2026-ALE-901/", "Une vulnérabilité a été découverte dans Beffroi. Alerte inventée pour la démonstration."},
}

// certAlert is the record of the alert.
const certAlert = `{
 "reference": "CERTFR-2026-ALE-901",
 "title": "Vulnérabilité dans Beffroi",
 "summary": "Une vulnérabilité a été découverte dans Beffroi. Elle permet à un attaquant de provoquer une exécution de code arbitraire à distance. Alerte inventée pour la démonstration.",
 "content": "",
 "affected_systems": [{"description": "Beffroi versions antérieures à 2.3.8 et 2.4.1", "product": {"name": "Beffroi", "vendor": {"name": "Beffroi", "scada": false}}}],
 "affected_systems_content": "",
 "cves": [{"name": "CVE-2026-9900001", "url": "https://www.cve.org/CVERecord?id=CVE-2026-9900001"}],
 "links": [],
 "risks": [{"description": "Exécution de code arbitraire à distance"}],
 "revisions": [{"description": "Version initiale", "revision_date": "2026-07-18T00:00:00.000000"}],
 "vendor_advisories": []
}`
