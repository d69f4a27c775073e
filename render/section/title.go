package section

import (
	"guette/render"
	"guette/watch"
)

// titleView is the head of the bulletin.
type titleView struct {
	Technical bool
	Month     watch.Month
	AsOf      watch.Date
	Edition   watch.Date
	Recipient string // "" in the general edition
	Programs  int
	Diffusion string
	Publisher string
}

// First and Last are the days of the period.
func (v titleView) First() watch.Date { return v.Month.FirstDay() }
func (v titleView) Last() watch.Date  { return v.Month.LastDay() }

func title(b *render.Bulletin) any {
	v := titleView{
		Technical: b.Kind == render.Technical, Month: b.Month, AsOf: b.AsOf, Edition: b.Edition,
		Programs: len(b.Covered()), Publisher: b.Publisher.Name,
	}
	if b.Entity != nil {
		v.Recipient, v.Diffusion = b.Entity.Name, b.Entity.Diffusion
	}
	return v
}
