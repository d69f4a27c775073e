package tagged

import (
	"encoding/binary"
	"math"
	"sync"
)

// profile is a small display profile of ICC v2.1: the primaries of sRGB adapted
// to D50 and its curve in 1,024 points. It is made from the public colorimetry
// (IEC 61966-2-1), so no profile file and no licence are needed.
var profile = sync.OnceValue(func() []byte {
	p := iccFile{}
	p.tag("desc", description("sRGB IEC61966-2.1 (Guette)"))
	p.tag("cprt", append([]byte("text\x00\x00\x00\x00"), "Domaine public\x00"...))
	p.tag("wtpt", xyz(whiteX, 1, whiteZ))
	p.tag("rXYZ", xyz(0.43607, 0.22249, 0.01392))
	p.tag("gXYZ", xyz(0.38515, 0.71687, 0.09708))
	p.tag("bXYZ", xyz(0.14307, 0.06061, 0.71410))
	p.tag("rTRC", curve())
	p.again("gTRC")
	p.again("bTRC")
	return p.bytes()
})

// The white of D50.
const whiteX, whiteZ = 0.9642, 0.8249

// curvePoints is enough for 8 bits a colour.
const curvePoints = 1024

const iccHeader = 128 // bytes

// An iccFile gathers the tags of a profile.
type iccFile struct {
	tags []iccTag
	body []byte
}

type iccTag struct {
	name         string
	offset, size uint32 // offset in the body
}

func (p *iccFile) tag(name string, data []byte) {
	p.tags = append(p.tags, iccTag{name, uint32(len(p.body)), uint32(len(data))})
	p.body = append(p.body, data...)
	for len(p.body)%4 != 0 {
		p.body = append(p.body, 0)
	}
}

// again gives a tag the data of the last one.
func (p *iccFile) again(name string) {
	last := p.tags[len(p.tags)-1]
	p.tags = append(p.tags, iccTag{name, last.offset, last.size})
}

func (p *iccFile) bytes() []byte {
	be := binary.BigEndian
	from := uint32(iccHeader + 4 + 12*len(p.tags))
	h := make([]byte, iccHeader)
	be.PutUint32(h, from+uint32(len(p.body)))
	copy(h[8:], []byte{2, 0x10, 0, 0}) // version 2.1
	copy(h[12:], "mntrRGB XYZ ")
	be.PutUint16(h[24:], 2026)
	be.PutUint16(h[26:], 1)
	be.PutUint16(h[28:], 1)
	copy(h[36:], "acsp")
	copy(h[68:], xyz(whiteX, 1, whiteZ)[8:])
	out := be.AppendUint32(h, uint32(len(p.tags)))
	for _, t := range p.tags {
		out = append(out, t.name...)
		out = be.AppendUint32(out, from+t.offset)
		out = be.AppendUint32(out, t.size)
	}
	return append(out, p.body...)
}

// xyz writes three numbers as s15Fixed16.
func xyz(values ...float64) []byte {
	b := []byte("XYZ \x00\x00\x00\x00")
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, uint32(int32(math.Round(v*65536))))
	}
	return b
}

// description writes a text of ICC v2; its Unicode and Macintosh forms are empty.
func description(s string) []byte {
	b := binary.BigEndian.AppendUint32([]byte("desc\x00\x00\x00\x00"), uint32(len(s)+1))
	b = append(append(b, s...), 0)
	return append(b, make([]byte, 4+4+2+1+67)...)
}

// curve writes the transfer function of sRGB.
func curve() []byte {
	be := binary.BigEndian
	b := be.AppendUint32([]byte("curv\x00\x00\x00\x00"), curvePoints)
	for i := range curvePoints {
		v := float64(i) / (curvePoints - 1)
		if v <= 0.04045 {
			v /= 12.92
		} else {
			v = math.Pow((v+0.055)/1.055, 2.4)
		}
		b = be.AppendUint16(b, uint16(math.Round(v*65535)))
	}
	return b
}
