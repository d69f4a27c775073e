package tagged

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"guette/render/pdf/internal/layout"
)

// structure writes the elements, the links, the parent tree and the tree of ids;
// it returns the number of the root.
func (w *writer) structure() int {
	root := w.add("")
	var elems []*layout.Elem
	var walk func(e *layout.Elem)
	walk = func(e *layout.Elem) {
		e.Ref = w.add("")
		elems = append(elems, e)
		for _, k := range e.Kids {
			if k.Elem != nil {
				walk(k.Elem)
			}
		}
	}
	walk(w.doc.Root)
	parents, next := w.parentTree()
	var ids []string
	for _, e := range elems {
		up := root
		if e.Parent != nil {
			up = e.Parent.Ref
		}
		w.objs[e.Ref].dict = w.elem(e, up)
		if e.ID != "" {
			ids = append(ids, text(e.ID)+" "+ref(e.Ref))
		}
	}
	dict := "<</Type/StructTreeRoot/K " + ref(w.doc.Root.Ref) + "/ParentTree " + ref(parents) + "/ParentTreeNextKey " + strconv.Itoa(next)
	if len(ids) > 0 {
		slices.Sort(ids)
		first, _, _ := strings.Cut(ids[0], " ")
		last, _, _ := strings.Cut(ids[len(ids)-1], " ")
		leaf := w.add("<</Limits[" + first + last + "]/Names[" + strings.Join(ids, " ") + "]>>")
		dict += "/IDTree<</Kids[" + ref(leaf) + "]>>"
	}
	w.objs[root].dict = dict + ">>"
	return root
}

// parentTree leads from marked content and from links back to elements.
func (w *writer) parentTree() (obj, next int) {
	var nums strings.Builder
	for i, elems := range w.drawing.Parents {
		fmt.Fprintf(&nums, "%d[", i)
		for j, e := range elems {
			if j > 0 {
				nums.WriteByte(' ')
			}
			nums.WriteString(ref(e.Ref))
		}
		nums.WriteString("]")
	}
	w.annots = make([][]int, len(w.pages))
	key := len(w.pages)
	for _, l := range w.doc.Links {
		act := "/Dest" + w.dest(w.doc.Dests[l.Dest])
		if l.URI != "" {
			act = "/A<</S/URI/URI" + text(l.URI) + ">>"
		}
		l.Ref = w.add(fmt.Sprintf("<</Type/Annot/Subtype/Link/Rect[%s %s %s %s]/Border[0 0 0]/F 4/P %s/StructParent %d/Contents%s%s>>",
			num(l.X0), num(l.Y0), num(l.X1), num(l.Y1), ref(w.pages[l.Page]), key, text(l.Contents), act))
		w.annots[l.Page] = append(w.annots[l.Page], l.Ref)
		fmt.Fprintf(&nums, "%d %s ", key, ref(l.Elem.Ref))
		key++
	}
	if w.field != nil {
		w.fieldDict(key)
		fmt.Fprintf(&nums, "%d %s ", key, ref(w.field.widget.Elem.Ref))
		key++
	}
	return w.add("<</Nums[" + nums.String() + "]>>"), key
}

// elem writes one structure element.
func (w *writer) elem(e *layout.Elem, parent int) string {
	var s strings.Builder
	fmt.Fprintf(&s, "<</S/%s/P %s", e.Type, ref(parent))
	w.kids(&s, e)
	attrs := slices.Clone(e.Attr)
	if e.Sum != "" {
		attrs = append(attrs, "/O/Table/Summary"+text(e.Sum))
	}
	if e.Box != nil {
		attrs = append(attrs, fmt.Sprintf("/O/Layout/Placement/Block/BBox[%s %s %s %s]", num(e.Box.X0), num(e.Box.Y0), num(e.Box.X1), num(e.Box.Y1)))
	}
	switch len(attrs) {
	case 0:
	case 1:
		s.WriteString("/A<<" + attrs[0] + ">>")
	default:
		s.WriteString("/A[<<" + strings.Join(attrs, ">><<") + ">>]")
	}
	for _, kv := range [][2]string{{"/Alt", e.Alt}, {"/ActualText", e.Actual}, {"/E", e.Expand}, {"/Lang", e.Lang}, {"/ID", e.ID}} {
		if kv[1] != "" {
			s.WriteString(kv[0] + text(kv[1]))
		}
	}
	s.WriteString(">>")
	return s.String()
}

// kids writes the children: content of the first page of the element by number,
// of other pages by reference.
func (w *writer) kids(s *strings.Builder, e *layout.Elem) {
	if len(e.Kids) == 0 {
		return
	}
	page := -1
	for _, k := range e.Kids {
		if k.Elem == nil {
			page = k.Page
			s.WriteString("/Pg " + ref(w.pages[page]))
			break
		}
	}
	s.WriteString("/K[")
	for i, k := range e.Kids {
		if i > 0 {
			s.WriteByte(' ')
		}
		switch {
		case k.Elem != nil:
			s.WriteString(ref(k.Elem.Ref))
		case k.Link != nil:
			s.WriteString("<</Type/OBJR/Obj " + ref(k.Link.Ref) + "/Pg " + ref(w.pages[k.Page]) + ">>")
		case k.Page == page:
			s.WriteString(strconv.Itoa(k.MCID))
		default:
			s.WriteString("<</Type/MCR/Pg " + ref(w.pages[k.Page]) + "/MCID " + strconv.Itoa(k.MCID) + ">>")
		}
	}
	s.WriteByte(']')
}
