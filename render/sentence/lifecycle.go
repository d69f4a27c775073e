package sentence

import (
	"guette/render/french"
	"guette/render/markup"
	"guette/watch"
)

// lifecycle says an end of support, or what changed in its calendar.
func (s speaker) lifecycle(d *watch.LifecycleDetail) string {
	subject := say("%s %s %s", phase(d.Phase), s.of(), markup.Clean(d.Branch))
	if d.Previous != nil && *d.Previous != d.Until {
		return s.moved(d, subject)
	}
	switch d.Until.State {
	case watch.Dated:
		return ends(subject, d)
	case watch.Over:
		return say("%s est terminé, à une date que le calendrier ne donne pas.", subject)
	case watch.Unannounced:
		return say("La fin annoncée n'est pas connue : %s.", lower(subject))
	}
	return say("Aucun calendrier n'est collecté pour %s %s.", s.x, markup.Clean(d.Branch))
}

func ends(subject string, d *watch.LifecycleDetail) string {
	day, n := french.Date(d.Until.Date), d.Days
	switch {
	case n < 0:
		return say("%s a pris fin le %s, soit %s avant l'arrêt des données.", subject, day, french.Count(-n, "jour", false))
	case n == 0:
		return say("%s prend fin le %s, jour de l'arrêt des données.", subject, day)
	}
	return say("%s prend fin le %s, dans %s.", subject, day, french.Count(n, "jour", false))
}

func (s speaker) moved(d *watch.LifecycleDetail, subject string) string {
	was, now := *d.Previous, d.Until
	switch {
	case was.State == watch.Dated && now.State == watch.Dated:
		return say("%s : la fin passe du %s au %s.", subject, french.Date(was.Date), french.Date(now.Date))
	case now.State == watch.Dated:
		return say("%s : la fin est désormais annoncée, le %s.", subject, french.Date(now.Date))
	case now.State == watch.Over:
		return say("%s est désormais terminé.", subject)
	case was.State == watch.Dated:
		return say("%s : la fin, annoncée le %s, ne l'est plus.", subject, french.Date(was.Date))
	case was.State == watch.Over:
		return say("%s, donné pour terminé, est de nouveau assuré.", subject)
	}
	return say("%s : le calendrier a changé.", subject)
}

func phase(code string) string {
	switch code {
	case "eoas":
		return "Le support actif"
	case "eoes":
		return "Le support étendu"
	}
	return "Le support"
}

func lower(s string) string {
	if len(s) > 1 && s[0] == 'L' {
		return "l" + s[1:]
	}
	return s
}
