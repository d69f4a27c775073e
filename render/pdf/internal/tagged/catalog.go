package tagged

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// pageDicts writes the dictionaries of the pages and their list.
func (w *writer) pageDicts() {
	var kids []string
	for i, n := range w.pages {
		p := w.doc.Pages[i]
		s := fmt.Sprintf("<</Type/Page/Parent 1 0 R/MediaBox[0 0 %s %s]/Resources 2 0 R/Contents %s/StructParents %d/Tabs/S", num(p.W), num(p.H), ref(w.contents[i]), i)
		if len(w.annots[i]) > 0 {
			refs := make([]string, len(w.annots[i]))
			for j, a := range w.annots[i] {
				refs[j] = ref(a)
			}
			s += "/Annots[" + strings.Join(refs, " ") + "]"
		}
		w.objs[n].dict = s + ">>"
		kids = append(kids, ref(n))
	}
	w.objs[1].dict = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", strings.Join(kids, " "), len(w.pages))
}

// catalog writes the root of the document.
func (w *writer) catalog(tree int) int {
	s := "<</Type/Catalog/Pages 1 0 R/Lang" + text(w.doc.Lang) + "/MarkInfo<</Marked true>>/StructTreeRoot " + ref(tree) +
		"/ViewerPreferences<</DisplayDocTitle true>>"
	if len(w.doc.Outline) > 0 {
		s += "/Outlines " + ref(w.outline()) + "/PageMode/UseOutlines"
	}
	names := ""
	if len(w.doc.Dests) > 0 {
		var list strings.Builder
		for _, k := range w.destNames() {
			list.WriteString(text(k) + w.dest(w.doc.Dests[k]))
		}
		names += "/Dests " + ref(w.add("<</Names["+list.String()+"]>>"))
	}
	if w.opts.Part == 3 && len(w.opts.Files) > 0 {
		af, list := w.files()
		names += "/EmbeddedFiles<</Names[" + list + "]>>"
		s += "/AF[" + af + "]"
	}
	if names != "" {
		s += "/Names<<" + names + ">>"
	}
	if w.field != nil {
		s += "/AcroForm<</Fields[" + ref(w.field.widget.Ref) + "]/SigFlags 3>>"
	}
	icc := w.stream("<</N 3", profile(), false)
	s += "/OutputIntents[<</Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/Info(sRGB IEC61966-2.1)/DestOutputProfile " + ref(icc) + ">>]"
	s += "/Metadata " + ref(w.stream("<</Type/Metadata/Subtype/XML", []byte(w.xmp()), true))
	return w.add(s + ">>")
}

// destNames sorts the names as they are written: a name tree is searched by bytes.
func (w *writer) destNames() []string {
	names := w.doc.SortedDests()
	slices.SortFunc(names, func(a, b string) int { return cmp.Compare(text(a), text(b)) })
	return names
}

// files writes the attachments: the list of associated files, and of names.
func (w *writer) files() (af, names string) {
	list := slices.Clone(w.opts.Files)
	slices.SortFunc(list, func(a, b File) int { return cmp.Compare(text(a.Name), text(b.Name)) })
	var refs, named []string
	for _, f := range list {
		kind := strings.ReplaceAll(f.Type, "/", "#2F")
		data := w.stream(fmt.Sprintf("<</Type/EmbeddedFile/Subtype/%s/Params<</Size %d/ModDate%s>>", kind, len(f.Data), text(date(w.opts.Date))), f.Data, false)
		spec := w.add(fmt.Sprintf("<</Type/Filespec/F%s/UF%s/Desc%s/AFRelationship/%s/EF<</F %s/UF %s>>>>",
			text(f.Name), text(f.Name), text(f.About), f.Relation, ref(data), ref(data)))
		refs = append(refs, ref(spec))
		named = append(named, text(f.Name)+" "+ref(spec))
	}
	return strings.Join(refs, " "), strings.Join(named, " ")
}

// information writes the information dictionary: the same facts as the XMP.
func (w *writer) information() int {
	o := w.opts
	var s strings.Builder
	s.WriteString("<<")
	for _, kv := range [][2]string{
		{"/Title", o.Title}, {"/Author", o.Author}, {"/Subject", o.Subject}, {"/Keywords", o.Keywords},
		{"/Creator", o.Creator}, {"/Producer", Producer}, {"/CreationDate", date(o.Date)}, {"/ModDate", date(o.Date)},
	} {
		if kv[1] != "" {
			s.WriteString(kv[0] + text(kv[1]))
		}
	}
	return w.add(s.String() + ">>")
}
