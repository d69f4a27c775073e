"""Reads PDFs with one reader of PyPI: every page, its text, its picture, its
structure. Prints the faults, then a last line: version, faults, what was read.

  pdfread.py READER LIST KINDS    LIST: a file of paths; KINDS: written by PDFium
"""
import collections
import ctypes
import importlib.metadata
import logging
import sys
import warnings

PACKAGE = {"PDFium": "pypdfium2", "pikepdf": "pikepdf", "pypdf": "pypdf", "PyMuPDF": "pymupdf"}


def pdfium(path, kinds):
    import pypdfium2 as lib
    raw = lib.raw

    def walk(element):
        size = raw.FPDF_StructElement_GetType(element, None, 0)
        name = ctypes.create_string_buffer(size)
        raw.FPDF_StructElement_GetType(element, name, size)
        kinds[name.raw.decode("utf-16-le").rstrip("\0")] += 1
        for i in range(raw.FPDF_StructElement_CountChildren(element)):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, i)
            if child:
                walk(child)

    document = lib.PdfDocument(path)
    for page in document:
        page.render(scale=0.5)
        text = page.get_textpage().get_text_bounded()
        tree = raw.FPDF_StructTree_GetForPage(page)
        if not text.strip() or not tree:
            raise ValueError("a page without text or structure")
        for i in range(raw.FPDF_StructTree_CountChildren(tree)):
            child = raw.FPDF_StructTree_GetChildAtIndex(tree, i)
            if child:
                walk(child)
        raw.FPDF_StructTree_Close(tree)
    return len(document)


def pike(path, _):
    import pikepdf
    with pikepdf.open(path) as document:
        problems = document.check_pdf_syntax() if hasattr(document, "check_pdf_syntax") else document.check()
        if problems:
            raise ValueError("; ".join(problems))
        for page in document.pages:
            pikepdf.parse_content_stream(page)
        return len(document.pages)


def pypdf(path, _):
    import pypdf as lib
    reader = lib.PdfReader(path, strict=True)
    if not all(page.extract_text().strip() for page in reader.pages):
        raise ValueError("a page without text")
    return len(reader.pages)


def mupdf(path, _):
    import pymupdf
    pymupdf.TOOLS.reset_mupdf_warnings()
    pymupdf.TOOLS.mupdf_display_errors(False)
    document = pymupdf.open(path)
    for page in document:
        page.get_pixmap(dpi=36)
        if not page.get_text().strip():
            raise ValueError("a page without text")
    if said := pymupdf.TOOLS.mupdf_warnings():
        raise ValueError(said)
    return len(document)


def main(reader, listing, kinds_out):
    read = {"PDFium": pdfium, "pikepdf": pike, "pypdf": pypdf, "PyMuPDF": mupdf}[reader]
    warnings.simplefilter("error")
    said = []
    handler = logging.Handler()
    handler.emit = lambda record: said.append(record.getMessage())
    logging.getLogger().addHandler(handler)
    kinds, pages, faults = collections.Counter(), 0, 0
    with open(listing, encoding="utf-8") as f:
        paths = f.read().splitlines()
    for path in paths:
        said.clear()
        try:
            pages += read(path, kinds)
            if said:
                raise ValueError("; ".join(said))
        except Exception as e:
            faults += 1
            print(f"{reader}: {path}: {e}")
    if kinds:
        with open(kinds_out, "w", encoding="utf-8") as f:
            f.writelines(f"{k} {n}\n" for k, n in sorted(kinds.items()))
    print(importlib.metadata.version(PACKAGE[reader]), faults, pages, "pages")


main(*sys.argv[1:])
