package sentence

import (
	"strconv"

	"guette/render/french"
	"guette/render/markup"
	"guette/watch"
)

// noted words the signals that have a form of their own; "" for the others. A
// suspicion is never worded as a notice.
func (s speaker) noted(d *watch.SignalDetail) string {
	switch d.Note {
	case "suspected":
		return say("L'activité %s laisse craindre un arrêt : estimation de %s à douze mois, sans annonce du projet.", s.of(), french.Percent(d.Share))
	case "suspicion-over":
		return say("L'activité %s a repris : la crainte d'arrêt signalée auparavant est levée.", s.of())
	case "late-release":
		return say("%s : aucune version n'a été observée depuis %s, contre %s auparavant en douze mois.", s.x, french.Count(d.Days, "jour", false), french.Count(d.Before, "version", true))
	case "unusual":
		return say("Aucun commit %s n'a été observé depuis %s ; un tel silence a occupé %s des %s de son histoire lue.", s.of(), french.Count(d.Days, "jour", false), share(d.Share), french.Count(d.Base, "jour", false))
	case "first-author-away":
		return say("Le premier auteur %s, qui signe %s des commits de deux ans, n'a plus contribué depuis %s ; d'autres contribuent.", s.of(), french.Percent(d.Share), french.Count(d.Days, "jour", false))
	case "conflict":
		return say("Les sources divergent sur la licence %s : le catalogue indique %s, le fichier %s indique %s.", s.of(), markup.Clean(d.From), markup.Clean(d.Path), markup.Clean(d.To))
	case "not-free":
		return say("%s est distribué sous %s, qui ne figure pas parmi les licences libres reconnues.", s.x, markup.Clean(d.To))
	case "unread":
		return say("Le fichier de licence %s %s a changé %s ; son texte n'est pas reconnu.", markup.Clean(d.Path), s.of(), the(s.f.Date))
	case "added":
		return say("La licence %s passe %s à %s %s : une licence est ajoutée.", s.of(), french.De(markup.Clean(d.From)), markup.Clean(d.To), the(s.f.Date))
	case "reverted":
		return say("La licence %s revient %s à %s %s.", s.of(), french.De(markup.Clean(d.From)), markup.Clean(d.To), the(s.f.Date))
	}
	return s.notedOfPlace(d)
}

// share writes a small share of days.
func share(v float64) string {
	if v < .001 {
		return "moins de 0,1 %"
	}
	return french.Decimal(100*v, 1) + " %"
}

// notedOfPlace words what happened to a repository, its tags and its files.
func (s speaker) notedOfPlace(d *watch.SignalDetail) string {
	switch d.Note {
	case "archived-flag":
		return say("Le dépôt %s est archivé, constat du %s : il n'accepte plus de modification.", s.of(), french.Date(s.f.Date))
	case "unarchived":
		return say("Le dépôt %s n'est plus archivé, constat du %s.", s.of(), french.Date(s.f.Date))
	case "notice-removed":
		return say("%s a retiré %s l'avis qui disait : « %s ».", s.x, the(s.f.Date), quoted(d))
	case "untagged-version":
		return say("La version %s %s est annoncée le %s, sans étiquette correspondante dans le dépôt lu.", markup.Clean(d.Version), s.of(), french.Date(s.f.Date))
	case "replacement":
		return say("Un commit de %s du %s s'intitule « %s ».", s.x, french.Date(s.f.Date), quoted(d))
	case "tag-moved":
		return say("L'étiquette %s %s a été déplacée : elle ne désigne plus le même commit.", markup.Clean(d.Version), s.of())
	case "tag-deleted":
		return say("L'étiquette %s %s a été supprimée.", markup.Clean(d.Version), s.of())
	case "tags-moved":
		return say("%s étiquettes de versions %s ont été déplacées en %s.", strconv.Itoa(d.N), s.of(), french.Month(s.f.Date.In()))
	case "tags-deleted":
		return say("%s étiquettes de versions %s ont été supprimées en %s.", strconv.Itoa(d.N), s.of(), french.Month(s.f.Date.In()))
	case "wanted":
		return say("%s cherche des mainteneurs : « %s ».", s.x, quoted(d))
	case "source-only":
		return say("%s change de mode de distribution : « %s ».", s.x, quoted(d))
	case "funding":
		return say("%s demande un financement : « %s ».", s.x, quoted(d))
	case "foundation":
		return say("%s déclare son rattachement : « %s ».", s.x, quoted(d))
	case "fork-of":
		return say("%s se présente comme une bifurcation : « %s ».", s.x, quoted(d))
	case "compromised":
		return say("%s signale une compromission : « %s ».", s.x, quoted(d))
	case "advisory":
		return say("La fiche %s signale une compromission %s.", markup.Clean(d.Other), s.of())
	case "listed":
		return say("La liste des responsables %s (%s) a changé %s : %s, %s.", s.of(), markup.Clean(d.Path), the(s.f.Date),
			french.Count(atoi(d.To), "ajout", false), french.Count(atoi(d.From), "retrait", false))
	case "readme-line":
		return say("La ligne qui nomme les responsables %s a changé dans %s %s.", s.of(), markup.Clean(d.Path), the(s.f.Date))
	case "file-added":
		return say("Le fichier %s %s a été ajouté %s.", markup.Clean(d.Path), s.of(), the(s.f.Date))
	case "file-removed":
		return say("Le fichier %s %s a été supprimé %s.", markup.Clean(d.Path), s.of(), the(s.f.Date))
	}
	return ""
}

func quoted(d *watch.SignalDetail) string {
	if d.Quote == nil {
		return ""
	}
	return markup.Clean(d.Quote.Text)
}

func atoi(s string) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return 0
	}
	return n
}
