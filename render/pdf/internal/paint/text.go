package paint

import (
	"strconv"

	"guette/render/pdf/internal/layout"
)

// text writes a string as UTF-16 codes with kerning: gofpdf's own calls neither
// kern nor stay linear on long texts.
func (p *painter) text(o *layout.Op) {
	s, x := o.Text, o.X
	if o.Late != nil {
		s = o.Face.Clean(o.Late())
		x -= o.Face.Width(s, o.Size)
	}
	if st := &p.state; !st.known || st.font != o.Face.Key || st.size != o.Size {
		p.pdf.SetFont(o.Face.Key, "", o.Size)
		st.font, st.size = o.Face.Key, o.Size
	}
	b := append(p.buf[:0], "BT "...)
	if o.Track != 0 {
		b = append(strconv.AppendFloat(b, o.Track, 'f', 2, 64), " Tc "...)
	}
	b = append(strconv.AppendFloat(b, x, 'f', 2, 64), ' ')
	b = append(strconv.AppendFloat(b, p.height-o.Y, 'f', 2, 64), " Td [("...)
	prev := rune(-1)
	for _, r := range s {
		if k := o.Face.Kern(prev, r); prev >= 0 && k != 0 {
			b = append(strconv.AppendInt(append(b, ')'), int64(-k), 10), '(')
		}
		b = escape(escape(b, byte(r>>8)), byte(r))
		o.Face.Use(r)
		prev = r
	}
	b = append(b, ")] TJ"...)
	if o.Track != 0 {
		b = append(b, " 0 Tc"...)
	}
	p.buf = append(b, " ET"...)
	p.pdf.RawWriteStr(string(p.buf))
}

func escape(b []byte, c byte) []byte {
	switch c {
	case '(', ')', '\\':
		return append(b, '\\', c)
	case '\r':
		return append(b, '\\', 'r')
	case '\n':
		return append(b, '\\', 'n')
	}
	return append(b, c)
}
