package review

import (
	"fmt"
	"testing"
	"time"

	"guette/analyze/priority"
	"guette/render"
	"guette/render/draft"
	"guette/render/rendertest"
	"guette/templates"
	"guette/watch"
)

// What is generated breaks no rule that people are held to: typography,
// grammar, wording, structure, length; with none, one, two and many of
// everything, and names that begin with a vowel.
func TestGeneratedBulletinsHaveNoFault(t *testing.T) {
	set, err := draft.Load(templates.FS(nil))
	if err != nil {
		t.Fatal(err)
	}
	months := map[string]render.Material{}
	for _, n := range []int{0, 1, 2, 3, 12, 60, 61, 160} {
		months[fmt.Sprintf("%d programs", n)] = rendertest.Month(n, 3, priority.Decide)
	}
	months["650 programs"] = rendertest.Month(650, 0, priority.Decide)
	for _, name := range []string{"nginx", "Ansible", "Élan", "httpd", "7-Zip", "HAProxy"} {
		months["one program named "+name] = rendertest.Saying(name)
	}
	for m := time.January; m <= time.December; m++ {
		months["in "+m.String()] = rendertest.SayingIn(watch.Month{Year: 2026, Month: m}, "nginx")
	}
	for name, m := range months {
		t.Run(name, func(t *testing.T) {
			drafts, err := draft.All(m, set)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range drafts {
				for _, i := range Review(Input{Draft: d.Body}) {
					if i.What != State && i.What != Todo {
						t.Errorf("%s: %s", d.Path, i)
					}
				}
			}
		})
	}
}
