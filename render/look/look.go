// Package look is how bulletins look, whatever the output: the publisher's
// colours with their contrast checked, the marks of levels, the pictures that may
// be embedded. It draws nothing.
package look

// A Publisher signs a bulletin.
type Publisher struct {
	Name    string
	Contact string
	Logo    []byte // PNG, JPEG or GIF
	Primary string // colour of titles, "#RRGGBB"; "" means night blue
	Accent  string // colour of decoration, "#RRGGBB"; "" means amber
}

// Theme derives the colours of the bulletin from those of the publisher. The
// notes say which had too little contrast and were changed.
func (p Publisher) Theme() (t Theme, notes []string, err error) {
	primary, accent := defaultPrimary, defaultAccent
	for _, c := range []struct {
		name, value string
		to          *Color
	}{{"primary", p.Primary, &primary}, {"accent", p.Accent, &accent}} {
		if c.value == "" {
			continue
		}
		if *c.to, err = ParseColor(c.value); err != nil {
			return t, nil, colorError(c.name, err)
		}
	}
	t, notes = NewTheme(primary, accent)
	return t, notes, nil
}
