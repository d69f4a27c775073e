package tagged

import (
	"fmt"
	"strings"

	"guette/render/pdf/internal/paint"
)

// images adds the pictures and names them in the resources of all pages.
func (w *writer) images() {
	if len(w.doc.Images) == 0 {
		return
	}
	var names strings.Builder
	for i, img := range w.doc.Images {
		space, data := "/DeviceRGB", img.RGB
		if img.Gray {
			space = "/DeviceGray"
		}
		dict := fmt.Sprintf("<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace%s/BitsPerComponent 8", img.W, img.H, space)
		n := 0
		if img.JPEG != nil {
			n = w.stream(dict+"/Filter/DCTDecode", img.JPEG, true)
		} else {
			n = w.stream(dict, data, false)
		}
		fmt.Fprintf(&names, "/%s %s", paint.ImageName(i), ref(n))
	}
	res := w.objs[2]
	res.dict = emptyXObject.ReplaceAllLiteralString(res.dict, "/XObject <<"+names.String()+">>")
}
