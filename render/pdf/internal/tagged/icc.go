package tagged

import (
	"encoding/binary"
	"math"
)

// profile builds a small ICC v2.1 display profile: the sRGB primaries adapted to
// D50 and the sRGB curve in 1,024 points. Written from the public colorimetry,
// so no profile file and no licence are needed.
func profile() []byte {
	be := binary.BigEndian
	s15 := func(v float64) []byte {
		b := make([]byte, 4)
		be.PutUint32(b, uint32(int32(math.Round(v*65536))))
		return b
	}
	xyz := func(x, y, z float64) []byte {
		b := append([]byte("XYZ "), 0, 0, 0, 0)
		return append(append(append(b, s15(x)...), s15(y)...), s15(z)...)
	}
	desc := func(t string) []byte {
		b := append([]byte("desc"), 0, 0, 0, 0)
		n := make([]byte, 4)
		be.PutUint32(n, uint32(len(t)+1))
		b = append(append(b, n...), t...)
		b = append(b, 0)
		return append(b, make([]byte, 4+4+2+1+67)...)
	}
	curve := func() []byte {
		const n = 1024
		b := append([]byte("curv"), 0, 0, 0, 0, 0, 0, n>>8, n&255)
		for i := 0; i < n; i++ {
			v := float64(i) / (n - 1)
			if v <= 0.04045 {
				v /= 12.92
			} else {
				v = math.Pow((v+0.055)/1.055, 2.4)
			}
			b = be.AppendUint16(b, uint16(math.Round(v*65535)))
		}
		return b
	}
	type tag struct {
		sig  string
		data []byte
	}
	tags := []tag{
		{"desc", desc("sRGB IEC61966-2.1 (Guette)")},
		{"cprt", append(append([]byte("text"), 0, 0, 0, 0), "Domaine public\x00"...)},
		{"wtpt", xyz(0.9642, 1, 0.8249)},
		{"rXYZ", xyz(0.43607, 0.22249, 0.01392)},
		{"gXYZ", xyz(0.38515, 0.71687, 0.09708)},
		{"bXYZ", xyz(0.14307, 0.06061, 0.71410)},
		{"rTRC", curve()}, {"gTRC", nil}, {"bTRC", nil},
	}
	var body, dir []byte
	off := 128 + 4 + 12*len(tags)
	var trc [2]uint32
	for _, t := range tags {
		o, n := uint32(off+len(body)), uint32(len(t.data))
		switch {
		case t.sig == "rTRC":
			trc = [2]uint32{o, n}
		case t.data == nil:
			o, n = trc[0], trc[1]
		}
		body = append(body, t.data...)
		for len(body)%4 != 0 {
			body = append(body, 0)
		}
		dir = append(dir, t.sig...)
		dir = be.AppendUint32(be.AppendUint32(dir, o), n)
	}
	h := make([]byte, 128)
	be.PutUint32(h[0:], uint32(off+len(body)))
	copy(h[8:], []byte{2, 0x10, 0, 0})
	copy(h[12:], "mntrRGB XYZ ")
	for i, v := range []uint16{2026, 1, 1, 0, 0, 0} {
		be.PutUint16(h[24+2*i:], v)
	}
	copy(h[36:], "acsp")
	copy(h[68:], s15(0.9642))
	copy(h[72:], s15(1))
	copy(h[76:], s15(0.8249))
	out := be.AppendUint32(h, uint32(len(tags)))
	return append(append(out, dir...), body...)
}
