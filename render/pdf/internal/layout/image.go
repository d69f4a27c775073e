package layout

import (
	"image"
	"image/draw"

	"github.com/yuin/goldmark/ast"

	"guette/render/look"
	"guette/render/markdown"
)

// An Image is a picture ready to be embedded: opaque, in RGB or grey.
type Image struct {
	W, H int
	JPEG []byte // the file as it is, or nil
	Gray bool   // of JPEG
	RGB  []byte // three bytes a pixel, when JPEG is nil

	used bool
}

// NewImage makes a picture ready. What is transparent becomes white.
func NewImage(p look.Picture) (*Image, error) {
	img := &Image{W: p.W, H: p.H}
	if p.Format == "jpeg" && !p.CMYK {
		img.JPEG, img.Gray = p.Data, p.Gray
		return img, nil
	}
	pic, err := p.Decode()
	if err != nil {
		return nil, err
	}
	flat := image.NewRGBA(image.Rect(0, 0, img.W, img.H))
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), pic, pic.Bounds().Min, draw.Over)
	img.RGB = make([]byte, 0, img.W*img.H*3)
	for i := 0; i < len(flat.Pix); i += 4 {
		img.RGB = append(img.RGB, flat.Pix[i:i+3]...)
	}
	return img, nil
}

// fitInto is the size of an image in points, at 96 pixels an inch, within bounds.
func fitInto(img *Image, w, h float64) (float64, float64) {
	iw, ih := float64(img.W)*0.75, float64(img.H)*0.75
	k := min(1, w/iw, h/ih)
	return iw * k, ih * k
}

func (b *builder) useImage(img *Image) {
	if !img.used {
		img.used = true
		b.doc.Images = append(b.doc.Images, img)
	}
}

func (b *builder) box(x, y, w, h float64) *Box {
	return &Box{Page: len(b.doc.Pages) - 1, X0: x, Y0: b.page.H - y - h, X1: x + w, Y1: b.page.H - y}
}

// onlyImage is the image that a paragraph holds and nothing else.
func (b *builder) onlyImage(p *ast.Paragraph) *ast.Image {
	img, ok := p.FirstChild().(*ast.Image)
	if !ok || p.ChildCount() != 1 {
		return nil
	}
	return img
}

// image sets the description of an image within a line.
func (in *inliner) image(t *ast.Image, st style) {
	in.b.warn(t, "image %.60q within a line: its description is written; give it a paragraph of its own", string(t.Destination))
	in.described(t, st)
}

func (in *inliner) described(t *ast.Image, st style) {
	b := in.b
	st.face, st.color = b.fonts.Italic, grey
	in.add("["+b.words.image+in.b.words.colon+firstOf(b.src.Text(t), b.words.noAlt)+"]", st)
}

// figureImage sets an image of the folder of the draft as a figure.
func (b *builder) figureImage(t *ast.Image, el *Elem, x, w float64) {
	img, err := b.readImage(markdown.Destination(t.Destination))
	if err != nil {
		b.warn(t, "image %.60q is not embedded, its description is written: %v", string(t.Destination), err)
		in := inliner{b: b}
		in.described(t, b.body(el.New("P")))
		b.lines(in.out, x, w, bodyLead)
		b.y += 7.5
		return
	}
	alt := b.src.Text(t)
	if alt == "" {
		b.warn(t, "image %.60q has no description", string(t.Destination))
		alt = b.words.noAlt
	}
	iw, ih := fitInto(img, min(w, b.page.full()), (b.page.bottom()-top)*0.8)
	b.need(ih + 8)
	b.useImage(img)
	fig := el.New("Figure")
	fig.Alt, fig.Box = alt, b.box(x, b.y, iw, ih)
	b.draw(Op{Kind: OpImage, Elem: fig, X: x, Y: b.y, W: iw, H: ih, Image: img})
	b.y += ih + 10
}

func (b *builder) readImage(name string) (*Image, error) {
	if img, ok := b.images[name]; ok {
		return img, nil
	}
	p, err := look.OpenPicture(b.opts.Images, name)
	if err != nil {
		return nil, err
	}
	img, err := NewImage(p)
	if err == nil {
		b.images[name] = img
	}
	return img, err
}
