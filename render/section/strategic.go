package section

// Strategic lists the sections of the strategic bulletin in reading order.
var Strategic = []Section{
	{ID: "titre", Template: "titre", Build: title},
	{ID: "sources", Template: "sources", Build: sources},
	{ID: "limites", Template: "limites-strategique", Build: limits},
	{ID: "methode", Template: "methode-strategique", Build: method},
	{ID: "glossaire", Template: "glossaire", Gloss: glossary},
}
