package signal

import (
	"guette/internal/lazyregexp"
	"guette/watch"
)

// Projects also speak of themselves in French and in German.
const (
	subjectFR = `(?:(?:ce|cet|cette|le|la|notre|l['’])\s*(?:projet|dépôt|logiciel|outil|application|module|bibliothèque|paquet|service|plugin|extension|programme|site)|%s)`
	beFR      = `\s+(?:est|a\s+été|sera|va\s+être)(?:\s+(?:désormais|maintenant|officiellement|actuellement|donc|considérée?|comme)){0,2}`
	subjectDE = `(?:(?:dieses|das|unser)\s+(?:projekt|repository|repo|paket|programm|werkzeug|modul|plugin)|(?:diese|die)\s+(?:software|anwendung|bibliothek|erweiterung)|%s)`
)

// tongues are the sentences of these languages, in the order in which they are
// tried; %s is the name of the program.
var tongues = []struct {
	claim
	re string
}{
	{claim{watch.FindingAbandonment, "archived"}, `(?i)` + subjectFR + beFR + `\s+(?:archivée?|en\s+lecture\s+seule)`},
	{claim{watch.FindingEndOfLife, "end-of-life"}, `(?i)` + subjectFR + `(?:` + beFR + `|\s+arrive(?:ra)?|\s+a\s+atteint)\s+(?:en\s+|à\s+(?:sa\s+)?|sa\s+|la\s+)?fin\s+de\s+(?:vie|support|maintenance)`},
	{claim{watch.FindingAbandonment, "unmaintained"}, `(?i)` + subjectFR + `\s+(?:n['’]est|n['’]était|ne\s+sera|ne\s+seront)\s+plus\s+(?:activement\s+|officiellement\s+)?(?:maintenu|développé|supporté|mis\s+à\s+jour|mise\s+à\s+jour|suivi)`},
	{claim{watch.FindingAbandonment, "unmaintained"}, `(?i)` + subjectFR + beFR + `\s+(?:abandonné|arrêté|interrompu)`},
	{claim{watch.FindingDeprecation, "superseded"}, `(?i)` + subjectFR + beFR + `\s+(?:(?:obsolète|déprécié)e?\s+et\s+)?remplacée?\s+par\b`},
	{claim{watch.FindingDeprecation, "deprecated"}, `(?i)` + subjectFR + beFR + `\s+(?:obsolète|dépréciée?)`},
	{claim{watch.FindingMaintenanceMode, "maintenance"}, `(?i)` + subjectFR + `(?:` + beFR + `|\s+(?:passe|entre|est\s+passée?))\s+(?:désormais\s+)?en\s+(?:mode\s+(?:de\s+)?maintenance|maintenance\s+(?:seule|uniquement|corrective))`},
	{claim{watch.FindingMove, "moved"}, `(?i)(?:` + subjectFR + `|le\s+développement(?:\s+de\s+\S+)?)(?:` + beFR + `\s+(?:déplacée?|migrée?|transférée?|hébergée?)\s+(?:vers|sur|chez|dans)|\s+(?:se\s+poursuit|continue)\s+(?:désormais\s+)?(?:sur|dans|chez|vers))\s`},
	{claim{watch.FindingMaintainerChange, "wanted"}, `(?i)\b(?:recherch|cherch)(?:e|ons|ent)\s+(?:activement\s+)?(?:un|une|de|des)\s+(?:nouveaux?\s+|nouvelles?\s+|co-?)*(?:mainteneur|mainteneuse|responsable)`},
	{claim{watch.FindingAbandonment, "unmaintained"}, `(?i)\b` + subjectDE + `\s+(?:wird|wurde|werden)\s+nicht\s+(?:mehr|länger|weiter)\s+(?:aktiv\s+|offiziell\s+)?(?:gepflegt|weiterentwickelt|entwickelt|gewartet|unterstützt|betreut)`},
	{claim{watch.FindingAbandonment, "archived"}, `(?i)\b` + subjectDE + `\s+(?:ist|wurde|wird)\s+(?:nun\s+|jetzt\s+)?archiviert`},
	{claim{watch.FindingAbandonment, "unmaintained"}, `(?i)\b` + subjectDE + `\s+(?:ist|wurde|wird)\s+(?:nun\s+|jetzt\s+)?eingestellt`},
	{claim{watch.FindingDeprecation, "deprecated"}, `(?i)\b` + subjectDE + `\s+(?:ist|gilt\s+als)\s+(?:nun\s+|jetzt\s+)?veraltet`},
}

// doubtFR are the words of doubt of these languages.
var doubtFR = lazyregexp.New(`(?i)(?:^|[^\pL])(?:si|s['’]il|sauf|lorsque|quand|pourrait|jamais|n['’]est\s+pas|par\s+exemple|exemple|wenn|falls|niemals|könnte)(?:$|[^\pL])`)

// otherFR are the things that end while the project lives.
var otherFR = lazyregexp.New(`(?i)(?:option|fonctionnalité|version|branche|paramètre|méthode|fonction|point\s+d['’]accès|Zweig)`)
