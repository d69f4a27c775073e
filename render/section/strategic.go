package section

// Strategic lists the sections of the strategic bulletin in reading order.
var Strategic = []Section{
	{ID: "titre", Template: "titre", Build: title},
	{ID: "en-bref", Template: "en-bref-strategique", Build: strategicBrief},
	{ID: "portefeuille", Template: "portefeuille", Build: portfolio},
	{ID: "suivi", Template: "suivi-strategique", Build: follow},
	{ID: "signaux", Template: "signaux", Build: signals},
	{ID: "fiches", Template: "fiches", Build: sheets},
	{ID: "actualites", Template: "actualites", Build: news},
	{ID: "perspectives", Template: "perspectives", Build: outlook},
	{ID: "recommandations", Template: "recommandations", Build: advice},
	{ID: "sources", Template: "sources", Build: sources},
	{ID: "preuves", Template: "preuves", Build: evidence},
	{ID: "limites", Template: "limites-strategique", Build: limits},
	{ID: "methode", Template: "methode-strategique", Build: method},
	{ID: "glossaire", Template: "glossaire", Gloss: glossary},
}
