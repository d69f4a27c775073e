package look

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // a format of pictures in drafts
	"image/jpeg"
	_ "image/png" // a format of pictures in drafts
	"io"
	"io/fs"
	"path"
	"strings"
)

// A Picture is an image that may be embedded.
type Picture struct {
	Format string // png, jpeg, gif
	W, H   int    // pixels
	CMYK   bool
	Gray   bool
	Data   []byte // the file
}

// Bounds of a picture: what a bulletin shows is a diagram or a logo.
const (
	MaxPictureBytes  = 8 << 20
	maxPicturePixels = 16 << 20 // 64 MiB once decoded
)

// Errors of pictures.
var (
	ErrPictureSize = errors.New("too large")
	ErrNotLocal    = errors.New("only files beside the draft are read")
)

// ReadPicture checks a PNG, JPEG or GIF file.
func ReadPicture(data []byte) (Picture, error) {
	if len(data) > MaxPictureBytes {
		return Picture{}, fmt.Errorf("over %d bytes: %w", MaxPictureBytes, ErrPictureSize)
	}
	conf, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Picture{}, fmt.Errorf("neither PNG, JPEG nor GIF: %w", err)
	}
	if conf.Width <= 0 || conf.Height <= 0 || conf.Width > maxPicturePixels/conf.Height {
		return Picture{}, fmt.Errorf("%d × %d pixels: %w", conf.Width, conf.Height, ErrPictureSize)
	}
	p := Picture{Format: format, W: conf.Width, H: conf.Height, CMYK: conf.ColorModel == color.CMYKModel, Gray: conf.ColorModel == color.GrayModel, Data: data}
	if format == "jpeg" {
		_, err = jpeg.Decode(bytes.NewReader(data))
	} else {
		_, err = p.Decode()
	}
	return p, err
}

// Decode is the picture in pixels.
func (p Picture) Decode() (image.Image, error) {
	img, _, err := image.Decode(bytes.NewReader(p.Data))
	return img, err
}

// OpenPicture reads a picture that a draft names: a path within its folder, never
// an address.
func OpenPicture(folder fs.FS, name string) (Picture, error) {
	name = path.Clean(name)
	if folder == nil || strings.Contains(name, ":") || !fs.ValidPath(name) {
		return Picture{}, ErrNotLocal
	}
	f, err := folder.Open(name)
	if err != nil {
		return Picture{}, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxPictureBytes+1))
	if err != nil {
		return Picture{}, err
	}
	return ReadPicture(data)
}
