package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"strings"
	"time"

	"guette/watch"
)

// A row is a fact in the form of the database.
type row struct {
	program, collector, kind, key, source string
	at                                    any
	evidence, body                        string
}

// Append keeps facts in one transaction: all of them or none. A fact that the
// store holds in the same form changes nothing: the evidence of its first
// collection stays. A fact that differs ends the earlier form and begins a new
// one.
func (s *Store) Append(ctx context.Context, facts ...watch.Fact) error {
	if len(facts) == 0 {
		return nil
	}
	rows := make([]row, len(facts))
	for i, f := range facts {
		r, err := newRow(f)
		if err != nil {
			return err
		}
		rows[i] = r
	}
	return s.inTx(ctx, func(tx *sql.Tx) error { return s.upsert(ctx, tx, rows) })
}

func newRow(f watch.Fact) (row, error) {
	var body strings.Builder // a month of many people is long
	if err := json.NewEncoder(&body).Encode(f.Body); err != nil {
		return row{}, fmt.Errorf("fact %s %s %q: %w", f.Program, f.Kind(), f.Key, err)
	}
	evidence, err := json.Marshal(f.Evidence)
	if err != nil {
		return row{}, fmt.Errorf("fact %s %s %q: evidence: %w", f.Program, f.Kind(), f.Key, err)
	}
	if y := f.At.UTC().Year(); !f.At.IsZero() && (y < 1 || y > 9999) {
		return row{}, fmt.Errorf("fact %s %s %q: year %d", f.Program, f.Kind(), f.Key, y)
	}
	return row{f.Program, f.Collector, string(f.Kind()), strings.ToValidUTF8(f.Key, "\uFFFD"),
		strings.ToValidUTF8(f.Source, "\uFFFD"), formatTime(f.At), string(evidence), strings.TrimSuffix(body.String(), "\n")}, nil
}

const (
	selectCurrent = `SELECT id, source, at, known_from, evidence, body FROM facts
		WHERE program = ? AND collector = ? AND kind = ? AND key = ? AND known_to IS NULL`
	endFact    = `UPDATE facts SET known_to = ? WHERE id = ?`
	insertFact = `INSERT INTO facts (program, collector, kind, key, source, at, known_from, evidence, body)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`
)

func (s *Store) upsert(ctx context.Context, tx *sql.Tx, rows []row) error {
	var stmts [3]*sql.Stmt
	for i, q := range []string{selectCurrent, endFact, insertFact} {
		st, err := tx.PrepareContext(ctx, q)
		if err != nil {
			return err
		}
		defer st.Close()
		stmts[i] = st
	}
	now := s.now()
	for _, r := range rows {
		id, since, same, err := current(ctx, stmts[0], r)
		switch {
		case err != nil:
			return err
		case same:
			continue
		}
		known := now.UTC().Format(stamp)
		if id != 0 {
			// A clock that was set back must not make a form end before it began.
			if known <= since {
				known = after(since)
			}
			if _, err := stmts[1].ExecContext(ctx, known, id); err != nil {
				return err
			}
		}
		if _, err := stmts[2].ExecContext(ctx, r.program, r.collector, r.kind, r.key, r.source, r.at,
			known, r.evidence, r.body); err != nil {
			return err
		}
	}
	return nil
}

// current finds the form that holds. id is 0 when there is none; same tells
// whether r says nothing new.
func current(ctx context.Context, st *sql.Stmt, r row) (id int64, since string, same bool, err error) {
	var held row
	var at sql.NullString
	err = st.QueryRowContext(ctx, r.program, r.collector, r.kind, r.key).
		Scan(&id, &held.source, &at, &since, &held.evidence, &held.body)
	if err == sql.ErrNoRows {
		return 0, "", false, nil
	}
	if at.Valid {
		held.at = at.String
	}
	same = err == nil && held.source == r.source && held.at == r.at && held.body == r.body &&
		samePlace(held.evidence, r.evidence)
	return id, since, same, err
}

// samePlace tells whether two evidences differ at most in the day of the
// collection and the hash of the whole answer.
func samePlace(a, b string) bool {
	var x, y watch.Evidence
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	x.Retrieved, x.SHA256, y.Retrieved, y.SHA256 = time.Time{}, "", time.Time{}, ""
	return x == y
}

// after is the first instant after one in the form of the database.
func after(s string) string {
	t, err := time.Parse(stamp, s)
	if err != nil {
		return s
	}
	return t.Add(time.Nanosecond).Format(stamp)
}

// ErrUnreadable says that one row is not readable, and the others are.
var ErrUnreadable = errors.New("not readable")

// Facts streams the facts of a program ("" is those of no program) as they
// were known at asOf (zero: as they are known now), dated since or later, or
// not dated; of all kinds, or of those named. A pair with an [ErrUnreadable]
// reports one row and the sequence goes on after it; another error is the last
// pair.
func (s *Store) Facts(ctx context.Context, program string, since, asOf time.Time, kinds ...watch.Kind) iter.Seq2[watch.Fact, error] {
	return func(yield func(watch.Fact, error) bool) {
		q := `SELECT program, collector, kind, key, source, at, known_from, evidence, body FROM facts
			WHERE program = ? AND (at IS NULL OR at >= ?)`
		args := []any{program, since.UTC().Format(stamp)}
		if asOf.IsZero() {
			q += ` AND known_to IS NULL`
		} else {
			t := asOf.UTC().Format(stamp)
			q += ` AND known_from <= ? AND (known_to IS NULL OR known_to > ?)`
			args = append(args, t, t)
		}
		if len(kinds) > 0 {
			q += ` AND kind IN (?` + strings.Repeat(", ?", len(kinds)-1) + `)`
			for _, k := range kinds {
				args = append(args, string(k))
			}
		}
		rows, err := s.read.QueryContext(ctx, q, args...)
		if err != nil {
			yield(watch.Fact{}, explain(err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			f, err := scanFact(rows)
			if err != nil {
				err = fmt.Errorf("%w: %w", ErrUnreadable, err)
			}
			if !yield(f, err) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(watch.Fact{}, explain(err))
		}
	}
}

func scanFact(rows *sql.Rows) (watch.Fact, error) {
	var r row
	var at, known sql.NullString
	err := rows.Scan(&r.program, &r.collector, &r.kind, &r.key, &r.source, &at, &known, &r.evidence, &r.body)
	if err != nil {
		return watch.Fact{}, err
	}
	f := watch.Fact{Program: r.program, Collector: r.collector, Source: r.source, Key: r.key}
	if f.At, err = parseTime(at); err == nil {
		f.Known, err = parseTime(known)
	}
	if err == nil {
		err = json.Unmarshal([]byte(r.evidence), &f.Evidence)
	}
	if err == nil {
		f.Body, err = watch.DecodeBody(watch.Kind(r.kind), []byte(r.body))
	}
	if err != nil {
		return watch.Fact{}, fmt.Errorf("fact %s %s %q: %w", r.program, r.kind, r.key, err)
	}
	return f, nil
}

// CVEs lists the CVE ids named by the advisories that hold, sorted.
func (s *Store) CVEs(ctx context.Context) ([]string, error) {
	rows, err := s.read.QueryContext(ctx, `
		SELECT json_extract(body, '$.id') AS id FROM facts
			WHERE kind = 'advisory' AND known_to IS NULL AND id LIKE 'CVE-%'
		UNION
		SELECT a.value FROM facts, json_each(facts.body, '$.aliases') AS a
			WHERE kind = 'advisory' AND known_to IS NULL AND a.value LIKE 'CVE-%'
		ORDER BY 1`)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var ids []string
	for rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, explain(rows.Err())
}

// Tags lists the tags of a program that hold, in the order of their keys.
func (s *Store) Tags(ctx context.Context, program string) ([]*watch.Tag, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT body FROM facts
		WHERE program = ? AND kind = 'tag' AND known_to IS NULL ORDER BY key`, program)
	if err != nil {
		return nil, explain(err)
	}
	defer rows.Close()
	var tags []*watch.Tag
	for rows.Next() {
		var body []byte
		if err := rows.Scan(&body); err != nil {
			return nil, err
		}
		t := new(watch.Tag)
		if err := json.Unmarshal(body, t); err != nil {
			return nil, fmt.Errorf("tag of %s: %w", program, err)
		}
		tags = append(tags, t)
	}
	return tags, explain(rows.Err())
}
