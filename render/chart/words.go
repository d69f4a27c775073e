package chart

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// words are what a drawing and its alternative say beside the data.
type words struct {
	kinds                         map[string]string // the head of an alternative
	colon, semicolon, point       string            // point parts the decimals
	risk, series, none, outOf     string            // forms
	likelihood                    [2]string         // in two lines
	impact                        string
	products                      [4]string // worst first
	abbreviated                   []string  // months of an axis
	months                        []string
	health, severity              []string // in the order of a distribution
	healthColumn, severityColumn  string   // words in the heads of tables
	endColumn                     string
	healthTitle, severityEntity   string // titles of charts made from tables
	severityMonth, ends, crossing string
	asOf                          string // names the day of the data
}

var french = words{
	kinds: map[string]string{"indicateurs": "Chiffres", "barres": "Graphique à barres", "courbe": "Courbes", "matrice": "Matrice des risques",
		"calendrier": "Calendrier", "repartition": "Répartition", "croisement": "Matrice"},
	colon: "\u00a0: ", semicolon: "\u202f; ", point: ",",
	risk: "%s, %s, probabilité %s sur %d, impact %s sur %d", series: "%s, %d valeurs, de %s à %s, au plus bas %s, au plus haut %s",
	none: ", aucune valeur", outOf: "%s : %d sur %d",
	likelihood: [2]string{"Proba-", "bilité"}, impact: "Impact", products: [4]string{"Critique", "Élevé", "Modéré", "Faible"},
	abbreviated: []string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."},
	months:      []string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
	health:      []string{"Bonne", "Moyenne", "À surveiller", "Dégradée", "Critique", "Arrêtée", "Non évaluable", "Non évaluée"},
	severity:    []string{"Critique", "Élevée", "Moyenne", "Faible", "Non notée"}, healthColumn: "santé", severityColumn: "gravité", endColumn: "fin de support",
	healthTitle: "Répartition de la santé des projets", severityEntity: "Gravité des vulnérabilités qui visent vos versions",
	severityMonth: "Gravité des vulnérabilités de ce tableau", ends: "Calendrier des fins de support", crossing: "Matrice des risques",
	asOf: "données au %s",
}

var english = words{
	kinds: map[string]string{"indicateurs": "Figures", "barres": "Bar chart", "courbe": "Lines", "matrice": "Matrix of risks",
		"calendrier": "Calendar", "repartition": "Distribution", "croisement": "Matrix"},
	colon: ": ", semicolon: "; ", point: ".",
	risk: "%s, %s, likelihood %s of %d, impact %s of %d", series: "%s, %d values, from %s to %s, at the lowest %s, at the highest %s",
	none: ", no value", outOf: "%s: %d of %d",
	likelihood: [2]string{"Likeli-", "hood"}, impact: "Impact", products: [4]string{"Critical", "High", "Moderate", "Low"},
	abbreviated: []string{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
	months:      []string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
	health:      []string{"Good", "Fair", "To be watched", "Degraded", "Critical", "Stopped", "Cannot be assessed", "Not assessed"},
	severity:    []string{"Critical", "High", "Medium", "Low", "Not scored"}, healthColumn: "health", severityColumn: "severity", endColumn: "end of support",
	healthTitle: "Health of the projects", severityEntity: "Severity of the vulnerabilities that affect your versions",
	severityMonth: "Severity of the vulnerabilities of this table", ends: "Calendar of ends of support", crossing: "Matrix of risks",
	asOf: "data of %s",
}

func wordsOf(lang string) *words {
	if strings.HasPrefix(strings.ToLower(lang), "en") {
		return &english
	}
	return &french
}

// day writes a day in full.
func (w *words) day(t time.Time) string {
	d := strconv.Itoa(t.Day())
	if t.Day() == 1 && w == &french {
		d = "1er"
	}
	return d + "\u00a0" + w.months[t.Month()-1] + "\u00a0" + strconv.Itoa(t.Year())
}

// number writes a number for an axis.
func (w *words) number(v float64) string {
	return strings.ReplaceAll(strconv.FormatFloat(v, 'f', -1, 64), ".", w.point)
}

// part says that a chart shows n of all.
func (w *words) part(title string, n, all int) string { return fmt.Sprintf(w.outOf, title, n, all) }
