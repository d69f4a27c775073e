package watch

// An Entity is a ministry or administration that receives bulletins.
type Entity struct {
	ID             string
	Name           string
	NameInSentence string // with its French article
	Locale         string // "fr" or "en"
	ContactRole    string // id of a role
	SecurityRole   string // id of a role, named beside the owner for level immediate
	Diffusion      string // who may read the bulletin
	Roles          []Role
	Programs       []Declaration // in the order of the portfolio file
}

// A Role is a function of an entity, never a person.
type Role struct {
	ID    string
	Label string
}

// Role returns the label of a role, or its id where the entity has no such role.
func (e Entity) Role(id string) string {
	for _, r := range e.Roles {
		if r.ID == id {
			return r.Label
		}
	}
	return id
}

// Declaration returns what the entity declares of a program.
func (e Entity) Declaration(program string) (Declaration, bool) {
	for _, d := range e.Programs {
		if d.Program == program {
			return d, true
		}
	}
	return Declaration{}, false
}

// A Declaration says that an entity uses a program.
type Declaration struct {
	Program     string
	Version     string // exact version in service; "" is not declared, never guessed
	Branch      string // "" is the release cycle that contains Version
	Edition     string // for example "ce", "ee"
	Packaging   Packaging
	Criticality Criticality
	Exposure    Exposure
	Domain      string // id of a Domain
	Owner       string // id of a role
	Label       string // "" is the name of the program
}

// Criticality is what the entity says of the importance of a program.
type Criticality string

// The criticalities, from the highest.
const (
	Vital  Criticality = "vital"
	High   Criticality = "high"
	Medium Criticality = "medium"
	Low    Criticality = "low"
)

// Rank orders criticalities: the higher, the more critical; unknown is 0.
func (c Criticality) Rank() int {
	switch c {
	case Vital:
		return 4
	case High:
		return 3
	case Medium:
		return 2
	case Low:
		return 1
	}
	return 0
}

// Exposure says from where a program can be reached.
type Exposure string

// The exposures.
const (
	ExposureInternet Exposure = "internet"
	ExposureInternal Exposure = "internal"
	ExposureIsolated Exposure = "isolated"
	ExposureUnknown  Exposure = "unknown"
)

// Packaging says where the program in service was taken from.
type Packaging string

// The packagings; "" is upstream.
const (
	PackagingUpstream  Packaging = "upstream"
	PackagingDebian    Packaging = "debian"
	PackagingContainer Packaging = "container"
	PackagingOther     Packaging = "other"
)

// A Domain groups programs in tables; the order of the list is that of the tables.
type Domain struct {
	ID    string
	Label string
}

// A Policy is what a portfolio file fixes for all its entities.
type Policy struct {
	Deadlines            map[Level]Delay
	HorizonsMonths       []int    // strategic bulletin
	Holidays             string   // name of a calendar, "france-metropole"
	FreeExtendedSupport  []string // endoflife.date products whose extended support costs nothing
	StaleObservationDays int
	UrgentCVSS           float64 // level urgent from this base score; 0 means 9.0
	UrgentEPSS           float64 // level urgent from this probability; 0 means 0.5
	SoonDays             int     // level plan within this many days of the end of support; 0 means 90
}

// A Delay is counted from the edition date; one of the fields is zero.
type Delay struct {
	Days        int
	WorkingDays int
}

// A Portfolio is a portfolio file: entities and what holds for all of them.
type Portfolio struct {
	Kind     string // "example" or "production"
	Updated  Date
	Policy   Policy
	Domains  []Domain
	Entities []Entity
}
