package section

// Technical lists the sections of the technical bulletin in reading order.
var Technical = []Section{
	{ID: "titre", Template: "titre", Build: title},
	{ID: "en-bref", Template: "en-bref", Build: brief},
	{ID: "priorites", Template: "priorites", Build: priorities},
	{ID: "suivi", Template: "suivi", Build: followup},
	{ID: "vulnerabilites", Template: "vulnerabilites", Build: vulnerabilities},
	{ID: "versions", Template: "versions", Build: versions},
	{ID: "fins-de-support", Template: "fins-de-support", Build: supports},
	{ID: "debian", Template: "debian", Build: debian},
	{ID: "sources", Template: "sources", Build: sources},
	{ID: "limites", Template: "limites-technique", Build: limits},
	{ID: "methode", Template: "methode-technique", Build: method},
	{ID: "sigles", Template: "sigles", Gloss: acronyms},
}
