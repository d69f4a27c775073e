package layout

import "strings"

// words are the few texts that the layout itself writes.
type words struct {
	contents, notes, addresses, addressesIntro string
	page, of, draft, colon                     string
	goTo, note, image, noAlt, unnamed, table   string
	goesOn                                     string
}

var french = words{
	contents: "Sommaire", notes: "Notes", addresses: "Adresses des liens",
	addressesIntro: "Les liens du texte mènent aux adresses suivantes, classées par ordre alphabétique. Chacune commence par https://, sauf indication contraire.",
	page:           "page", of: "sur", draft: "Brouillon", colon: " : ",
	goTo: "Aller à : ", note: "Note", image: "Image", noAlt: "sans description", unnamed: "Bulletin de veille", table: "Tableau", goesOn: "suite",
}

var english = words{
	contents: "Contents", notes: "Notes", addresses: "Addresses of links",
	addressesIntro: "The links of the text lead to the following addresses, in alphabetical order. Each begins with https:// unless it says otherwise.",
	page:           "page", of: "of", draft: "Draft", colon: ": ",
	goTo: "Go to: ", note: "Note", image: "Image", noAlt: "no description", unnamed: "Watch bulletin", table: "Table", goesOn: "continued",
}

func wordsOf(lang string) words {
	if strings.HasPrefix(strings.ToLower(lang), "en") {
		return english
	}
	return french
}
