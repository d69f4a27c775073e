package osv

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"

	"guette/collect"
	"guette/watch"
)

// Lists asks for the lists of all programs at once, before [Collector] reads
// what is new in them.
var Lists = &collect.Collector{
	Name:  "osv-lists",
	Stage: -1, // before everything: the records are read in stage 0
	Doc: `Lists of vulnerability records (OSV)

Asks api.osv.dev once for the ids and dates of the records of all programs (POST
/v1/querybatch, 1,000 packages a request), so that the collector of records asks
only for those that are new or changed. Gives no facts. Where it fails, each
program asks for its own list.`,
	Shared: func(collect.Options) []collect.Source {
		return []collect.Source{{URL: api + "querybatch"}}
	},
	Collect: runLists,
}

func runLists(ctx context.Context, job *collect.Job) (collect.Result, error) {
	r := &reader{job: job}
	err := r.takeAll(ctx)
	return r.res, err
}

// takeAll forgets the lists of the run before, and keeps those of this one.
func (r *reader) takeAll(ctx context.Context) error {
	var packages []watch.OSVPackage
	for _, p := range r.job.Programs {
		if err := r.job.Store.SetMark(ctx, listKey(p), []byte{}); err != nil {
			return err
		}
		packages = append(packages, Packages(p)...)
	}
	lists, err := r.list(ctx, packages)
	if err != nil {
		return err
	}
	digest := sha256.New()
	for _, p := range r.job.Programs {
		n := len(Packages(p))
		data, err := json.Marshal(taking{names(Packages(p)), merged(lists[:n])})
		if err != nil {
			return err
		}
		lists = lists[n:]
		digest.Write(data)
		if err := r.job.Store.SetMark(ctx, listKey(p), data); err != nil {
			return err
		}
	}
	sum := hex.EncodeToString(digest.Sum(nil))
	if r.res.Unchanged, err = r.job.Seen(ctx, "lists", parser, sum); err != nil || r.res.Unchanged {
		return err
	}
	return r.job.SetSeen(ctx, "lists", parser, sum)
}

// taking is the mark of a program's list in this run.
type taking struct {
	Packages string            `json:"packages"`
	Records  map[string]string `json:"records"`
}

func listKey(p watch.Program) string { return "osv-lists " + p.ID }

// taken is the list that this run has of a program; ok is false when it has
// none.
func taken(ctx context.Context, store collect.Store, p watch.Program) (records map[string]string, ok bool, err error) {
	data, err := store.Mark(ctx, listKey(p))
	if err != nil || len(data) == 0 {
		return nil, false, err
	}
	var t taking
	if json.Unmarshal(data, &t) != nil || t.Packages != names(Packages(p)) || t.Records == nil {
		return nil, false, nil // a mark of another form, or of other packages, counts as none
	}
	return t.Records, true, nil
}

func merged(lists []map[string]string) map[string]string {
	all := map[string]string{}
	for _, list := range lists {
		maps.Copy(all, list)
	}
	return all
}
