package watch

import "time"

// An Advisory is a record on one or more vulnerabilities, from OSV or from
// CERT-FR. Field names are those of the OSV schema where it has them.
type Advisory struct {
	ID         string      `json:"id"`
	Publisher  string      `json:"publisher"`      // "osv" or "cert-fr"
	Type       string      `json:"type,omitempty"` // CERT-FR: "avis" or "alerte"
	Aliases    []string    `json:"aliases,omitempty"`
	Related    []string    `json:"related,omitempty"`
	Summary    string      `json:"summary,omitempty"`
	Details    string      `json:"details,omitempty"` // bounded
	Published  time.Time   `json:"published"`
	Modified   time.Time   `json:"modified"`
	Withdrawn  time.Time   `json:"withdrawn"` // zero is not withdrawn
	Severity   []Vector    `json:"severity,omitempty"`
	Affected   []Affected  `json:"affected,omitempty"`
	References []Reference `json:"references,omitempty"`
	Word       string      `json:"word,omitempty"`    // the publisher's own word for the severity
	Risks      []string    `json:"risks,omitempty"`   // CERT-FR vocabulary, word for word
	Systems    []System    `json:"systems,omitempty"` // CERT-FR affected systems
	Closed     time.Time   `json:"closed"`            // CERT-FR alert closed; zero is open or not known
}

// Kind implements Body.
func (*Advisory) Kind() Kind { return KindAdvisory }

// A System is an affected system of a CERT-FR publication.
type System struct {
	Vendor  string `json:"vendor,omitempty"`  // "" where the publication names none
	Product string `json:"product,omitempty"` // of that vendor
	Text    string `json:"text"`              // what is affected, in the publication's words
}

// A Vector is a CVSS vector as the record writes it.
type Vector struct {
	Type  string `json:"type"` // CVSS_V2, CVSS_V3, CVSS_V4
	Score string `json:"score"`
}

// Affected is one affected package of an OSV record.
type Affected struct {
	Ecosystem string   `json:"ecosystem,omitempty"`
	Package   string   `json:"package,omitempty"`
	PURL      string   `json:"purl,omitempty"`
	CPEs      []string `json:"cpes,omitempty"`
	Severity  []Vector `json:"severity,omitempty"`
	Ranges    []Range  `json:"ranges,omitempty"`
	Versions  []string `json:"versions,omitempty"`
}

// A Range is an OSV range.
type Range struct {
	Type   string  `json:"type"` // SEMVER, ECOSYSTEM, GIT
	Repo   string  `json:"repo,omitempty"`
	Events []Event `json:"events"`
}

// An Event is one event of a range; exactly one field is set.
type Event struct {
	Introduced   string `json:"introduced,omitempty"`
	Fixed        string `json:"fixed,omitempty"`
	LastAffected string `json:"last_affected,omitempty"`
	Limit        string `json:"limit,omitempty"`
}

// A Reference is a link of a record.
type Reference struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

// Exploited is an entry of the KEV catalogue of CISA.
type Exploited struct {
	CVE        string `json:"cve"`
	Vendor     string `json:"vendor"`
	Product    string `json:"product"`
	Name       string `json:"name"`
	Added      Date   `json:"added"`
	Due        Date   `json:"due"` // binds US federal agencies only
	Action     string `json:"action"`
	Ransomware bool   `json:"ransomware,omitempty"` // known use
	Catalogue  Date   `json:"catalogue"`            // release date of the catalogue read
}

// Kind implements Body.
func (*Exploited) Kind() Kind { return KindExploited }

// EPSS is the estimate of FIRST for one CVE on one day.
type EPSS struct {
	CVE        string  `json:"cve"`
	Score      float64 `json:"epss"`       // probability of exploitation within 30 days
	Percentile float64 `json:"percentile"` // 0 to 1
	Date       Date    `json:"date"`
}

// Kind implements Body.
func (*EPSS) Kind() Kind { return KindEPSS }
