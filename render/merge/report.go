package merge

// Outcome is what became of a block.
type Outcome string

// The outcomes that an editor or an operator wants to know of. Blocks that
// nobody touched are not reported.
const (
	Refreshed Outcome = "refreshed" // not edited: the new facts are in
	Kept      Outcome = "kept"      // edited, the facts are the same
	Changed   Outcome = "changed"   // edited, and the facts changed: a conflict, open until its note is deleted
	Gone      Outcome = "gone"      // edited, and the facts are no more there: likewise
	Added     Outcome = "added"     // new facts
	Dropped   Outcome = "dropped"   // not edited, the facts are no more there
	Removed   Outcome = "removed"   // deleted by the editor: stays deleted
	Restored  Outcome = "restored"  // deleted by the editor, asked for again
	ByHand    Outcome = "by-hand"   // written by the editor
	Moved     Outcome = "moved"     // stays where the editor moved it
	Orphan    Outcome = "orphan"    // a zone whose program left the bulletin
	Reopened  Outcome = "reopened"  // was reviewed, and changed since
)

// An Entry is what became of one block, row, item, zone or field.
type Entry struct {
	ID      string
	Outcome Outcome
	Was     string // generated before
	Now     string // generated now
}

// A Report lists what a merge did, in the order of the bulletin.
type Report struct{ Entries []Entry }

// Conflicts lists the entries that a person has to settle.
func (r Report) Conflicts() []Entry {
	var list []Entry
	for _, e := range r.Entries {
		if e.Outcome == Changed || e.Outcome == Gone {
			list = append(list, e)
		}
	}
	return list
}

func (r *Report) add(id string, o Outcome, was, now string) {
	r.Entries = append(r.Entries, Entry{ID: id, Outcome: o, Was: was, Now: now})
}
