package sentence

import (
	"guette/render/french"
	"guette/render/markup"
	"guette/watch"
)

// signal says a signal of the strategic bulletin. What the data do not hold is
// left out, never guessed.
func (s speaker) signal(d *watch.SignalDetail) string {
	if text := s.noted(d); text != "" {
		return text
	}
	switch s.f.Kind {
	case watch.FindingLicenceChange:
		return s.licence(d)
	case watch.FindingMaintenanceMode:
		return s.notice(d, "se déclare en maintenance")
	case watch.FindingDeprecation:
		return s.notice(d, "est déclaré obsolète par son projet")
	case watch.FindingAbandonment:
		return s.notice(d, "est déclaré abandonné par son projet")
	case watch.FindingEndOfLife:
		return s.notice(d, "est déclaré en fin de vie par son projet")
	case watch.FindingMove, watch.FindingRename:
		return s.move(d)
	case watch.FindingFork:
		return s.fork(d)
	case watch.FindingSilence:
		return s.silence(d)
	case watch.FindingHealthChange:
		return s.health(d)
	case watch.FindingOnePerson:
		return s.onePerson(d)
	}
	return s.change(d)
}

func (s speaker) licence(d *watch.SignalDetail) string {
	from, to := markup.Clean(d.From), markup.Clean(d.To)
	switch {
	case from != "" && to != "" && d.Version != "":
		return say("La licence %s passe %s à %s à partir de la version %s (%s).", s.of(), french.De(from), to, markup.Clean(d.Version), french.Date(s.f.Date))
	case from != "" && to != "" && from != to:
		return say("La licence %s passe %s à %s %s.", s.of(), french.De(from), to, the(s.f.Date))
	case to != "" && d.Free != nil && !*d.Free:
		return say("%s est distribué sous %s, qui ne figure pas parmi les licences libres reconnues.", s.x, to)
	case d.Path != "":
		return say("Le fichier de licence %s %s a changé %s.", markup.Clean(d.Path), s.of(), the(s.f.Date))
	}
	return say("La licence %s a changé %s.", s.of(), the(s.f.Date))
}

// notice says what a project declares of itself, with its own words.
func (s speaker) notice(d *watch.SignalDetail, what string) string {
	if d.Quote != nil && markup.Clean(d.Quote.Text) != "" {
		return say("%s %s : « %s ».", s.x, what, markup.Clean(d.Quote.Text))
	}
	return say("%s %s, selon un constat du %s.", s.x, what, french.Date(s.f.Date))
}

func (s speaker) move(d *watch.SignalDetail) string {
	from, to := markup.Clean(d.From), markup.Clean(or(d.To, d.Other))
	switch {
	case s.f.Kind == watch.FindingRename && to != "":
		return say("Le dépôt %s a changé de nom, constat du %s.", s.of(), french.Date(s.f.Date))
	case from != "" && to != "":
		return say("Le dépôt %s est passé de %s à %s, constat du %s.", s.of(), from, to, french.Date(s.f.Date))
	case to != "":
		return say("Le dépôt %s est passé à %s, constat du %s.", s.of(), to, french.Date(s.f.Date))
	}
	return say("Le dépôt %s a changé d'adresse, constat du %s.", s.of(), french.Date(s.f.Date))
}

func (s speaker) fork(d *watch.SignalDetail) string {
	other := markup.Clean(s.name(d.Other))
	if other == "" {
		return say("Une bifurcation %s est observée, constat du %s.", s.of(), french.Date(s.f.Date))
	}
	return say("%s est une bifurcation %s, constat du %s.", other, s.of(), french.Date(s.f.Date))
}

func (s speaker) silence(d *watch.SignalDetail) string {
	if d.Days > 0 {
		return say("Aucun commit %s n'a été observé depuis %s.", s.of(), french.Count(d.Days, "jour", false))
	}
	return say("Aucun commit %s n'a été observé depuis le %s.", s.of(), french.Date(s.f.Date))
}

// classes words the classes of health.
var classes = map[string]string{
	"good": "bonne", "fair": "assez bonne", "watch": "à surveiller", "poor": "dégradée",
	"critical": "critique", "stopped": "arrêtée", "unknown": "non évaluable",
}

func (s speaker) health(d *watch.SignalDetail) string {
	from, to := classes[d.From], classes[d.To]
	if from == "" || to == "" {
		return say("La santé %s a changé en %s.", s.of(), french.Month(s.f.Date.In()))
	}
	return say("La santé %s passe de « %s » à « %s ».", s.of(), from, to)
}

func (s speaker) onePerson(d *watch.SignalDetail) string {
	if d.Share > 0 {
		return say("Un auteur totalise %s des commits %s sur douze mois.", french.Percent(d.Share), s.of())
	}
	return say("Un seul auteur totalise la moitié des commits %s sur douze mois.", s.of())
}

// changed words the kinds that are said by a file, a quote or a date.
var changed = map[watch.FindingKind]string{
	watch.FindingMaintainerChange: "un changement de mainteneur",
	watch.FindingGovernance:       "un changement de gouvernance",
	watch.FindingDistribution:     "un changement de distribution",
	watch.FindingCompromise:       "une compromission signalée",
	watch.FindingReversal:         "un retour sur une annonce",
}

func (s speaker) change(d *watch.SignalDetail) string {
	what := or(changed[s.f.Kind], "un changement")
	switch {
	case s.f.Kind == watch.FindingGovernance && d.Path != "":
		return say("Le fichier %s %s a changé %s.", markup.Clean(d.Path), s.of(), the(s.f.Date))
	case d.Quote != nil && markup.Clean(d.Quote.Text) != "":
		return say("%s : %s est observé %s : « %s ».", s.x, what, the(s.f.Date), markup.Clean(d.Quote.Text))
	}
	return say("%s : %s est observé %s.", s.x, what, the(s.f.Date))
}
