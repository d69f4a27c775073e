package html

import "strings"

// words are the few texts that the page itself writes.
type words struct {
	skip, contents, notes, draft, back, image, noAlt, unnamed, contact, table, colon, note, chart string
}

var french = words{
	skip: "Aller au contenu", contents: "Sommaire", notes: "Notes", draft: "Brouillon", back: "Retour à l’appel de la note",
	image: "Image", noAlt: "sans description", unnamed: "Bulletin de veille", contact: "Contact", table: "Tableau", colon: " : ", note: "Note", chart: "Graphique",
}

var english = words{
	skip: "Skip to content", contents: "Contents", notes: "Notes", draft: "Draft", back: "Back to the reference of note",
	image: "Image", noAlt: "no description", unnamed: "Watch bulletin", contact: "Contact", table: "Table", colon: ": ", note: "Note", chart: "Chart",
}

func wordsOf(lang string) words {
	if strings.HasPrefix(strings.ToLower(lang), "en") {
		return english
	}
	return french
}
