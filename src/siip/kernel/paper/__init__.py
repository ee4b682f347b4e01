"""Paper: values become words, words go into a text, a family of pages sets it as PDF or picture.

`words(value, kind)`, `printable(text)`, `fill(text, values)`: what stands on paper, as plain text.
`render_pdf(family, data)`: PDF/A-2a and PDF/UA-1 at once; the same data gives the same bytes.
`render_png(family, data, page=0, ppi=144)`: one page as a picture.
`Unprintable`: a letter that the typefaces lack, said in Indonesian.

`siip.kernel.paper.surat` turns a letter type and its answers into the data of a family;
`siip.kernel.paper.books` does the same for registers and lists of numbers, `siip.kernel.paper.packs` for the paper
pack of an event, `siip.kernel.paper.shots` for its photos.
"""

from siip.kernel.paper.press import FAMILIES, render_pdf, render_png
from siip.kernel.paper.text import MONTHS, Unprintable, fill, printable, words

__all__ = [
    "FAMILIES",
    "MONTHS",
    "Unprintable",
    "fill",
    "printable",
    "render_pdf",
    "render_png",
    "words",
]
