package section

// Technical lists the sections of the technical bulletin in reading order.
var Technical = []Section{
	{ID: "titre", Template: "titre", Build: title},
	{ID: "sources", Template: "sources", Build: sources},
	{ID: "limites", Template: "limites-technique", Build: limits},
	{ID: "methode", Template: "methode-technique", Build: method},
	{ID: "sigles", Template: "sigles", Gloss: acronyms},
}
