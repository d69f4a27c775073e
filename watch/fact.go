package watch

import (
	"cmp"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"time"
)

// A Kind names a type of fact.
type Kind string

// The kinds of facts. Each has one Body type; see newBody.
const (
	KindRelease    Kind = "release"
	KindTag        Kind = "tag"
	KindActivity   Kind = "activity"
	KindFileChange Kind = "file-change"
	KindRepository Kind = "repository"
	KindAdvisory   Kind = "advisory"
	KindExploited  Kind = "exploited"
	KindEPSS       Kind = "epss"
	KindLifecycle  Kind = "lifecycle"
	KindPackage    Kind = "package"
	KindNews       Kind = "news"
	KindIssues     Kind = "issues"
	KindCommit     Kind = "commit"
)

// newBody makes an empty body for each kind: the table of kinds.
var newBody = map[Kind]func() Body{
	KindRelease:    func() Body { return new(Release) },
	KindTag:        func() Body { return new(Tag) },
	KindActivity:   func() Body { return new(Activity) },
	KindFileChange: func() Body { return new(FileChange) },
	KindRepository: func() Body { return new(Repository) },
	KindAdvisory:   func() Body { return new(Advisory) },
	KindExploited:  func() Body { return new(Exploited) },
	KindEPSS:       func() Body { return new(EPSS) },
	KindLifecycle:  func() Body { return new(Lifecycle) },
	KindPackage:    func() Body { return new(Package) },
	KindNews:       func() Body { return new(News) },
	KindIssues:     func() Body { return new(Issues) },
	KindCommit:     func() Body { return new(Commit) },
}

// A Body is what a source said. Bodies are pointers to the types of this
// package and are not changed once they are in a fact.
type Body interface{ Kind() Kind }

// A Fact is what one source said, when it happened and how we know. A fact is
// identified by its program, collector, kind and key: appending it again
// replaces it.
type Fact struct {
	Program   string    // id; "" for a fact that belongs to no program (KEV, EPSS, CERT-FR)
	Collector string    // name of the collector
	Source    string    // address of the source, as in the run report
	Key       string    // stable identity within program, collector and kind
	At        time.Time // when it happened, UTC; zero is not known
	Known     time.Time // when it was first stored in this form; set by the store
	Evidence  Evidence
	Body      Body
}

// Kind is the kind of the body.
func (f Fact) Kind() Kind { return f.Body.Kind() }

// Of yields the facts of type B with their envelope, in the order of facts.
func Of[B Body](facts []Fact) iter.Seq2[Fact, B] {
	return func(yield func(Fact, B) bool) {
		for _, f := range facts {
			if b, ok := f.Body.(B); ok && !yield(f, b) {
				return
			}
		}
	}
}

// SortFacts puts facts in the one order that analysis relies on: kind, date,
// collector, source, key.
func SortFacts(facts []Fact) {
	slices.SortFunc(facts, func(a, b Fact) int {
		return cmp.Or(cmp.Compare(a.Program, b.Program), cmp.Compare(a.Kind(), b.Kind()), a.At.Compare(b.At),
			cmp.Compare(a.Collector, b.Collector), cmp.Compare(a.Source, b.Source), cmp.Compare(a.Key, b.Key))
	})
}

// DecodeBody reads a body that was written by json.Marshal.
func DecodeBody(kind Kind, data []byte) (Body, error) {
	make, ok := newBody[kind]
	if !ok {
		return nil, fmt.Errorf("fact kind %q: not known", kind)
	}
	b := make()
	if err := json.Unmarshal(data, b); err != nil {
		return nil, fmt.Errorf("fact kind %q: %w", kind, err)
	}
	return b, nil
}
