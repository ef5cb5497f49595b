"""How the structure of a tagged PDF enters the file, with its outline, language and title.

The PDF library draws but does not tag, so the tree is put in afterwards. No conformance is claimed in the metadata:
PDF/UA may only be claimed where a validator said so, and there is none in this project.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, String

from lotse_app.documents.tagged import Node

if TYPE_CHECKING:
    from lotse_app.documents.tagged import Bookmark, Mark

LANGUAGE = "de-DE"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
<pdf:Producer>{producer}</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""

PRODUCER = "Lotse"


def tag(pdf: bytes, root: Node, bookmarks: list[Bookmark], title: str) -> bytes:
    """Return the PDF with structure tree, outline, language and title; same input, same bytes."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        _Tree(document).put(root)
        _outline(document, bookmarks)
        _metadata(document, title)
        target = io.BytesIO()
        document.save(
            target,
            min_version="1.7",
            deterministic_id=True,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return target.getvalue()


class _Tree:
    """Writes elements as PDF objects and remembers who owns which mark (the parent tree)."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self._document = document
        self._pages = [page.obj for page in document.pages]
        self._owners: list[dict[int, pikepdf.Object]] = [{} for _ in self._pages]

    def put(self, root: Node) -> None:
        """Hang the tree under the catalogue."""
        document = self._document
        top = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        top.K = Array([self._element(root, top)])
        numbers = Array()
        for index, (page, owners) in enumerate(zip(self._pages, self._owners, strict=True)):
            page.StructParents = index
            page.Tabs = Name.S
            numbers.append(index)
            numbers.append(document.make_indirect(Array([owners[number] for number in range(len(owners))])))
        top.ParentTree = document.make_indirect(Dictionary(Nums=numbers))
        top.ParentTreeNextKey = len(self._pages)
        document.Root.StructTreeRoot = top
        document.Root.MarkInfo = Dictionary(Marked=True)

    def _element(self, node: Node, parent: pikepdf.Object) -> pikepdf.Object:
        made = self._document.make_indirect(Dictionary(Type=Name.StructElem, S=Name("/" + node.role), P=parent))
        if node.scope:
            made.A = Dictionary(O=Name.Table, Scope=Name("/" + node.scope))
        if node.alt:
            made.Alt = String(node.alt)
        if node.box:
            made.A = Dictionary(O=Name.Layout, Placement=Name.Block, BBox=Array([round(edge, 2) for edge in node.box]))
        made.K = Array([self._kid(kid, made) for kid in node.kids])
        return made

    def _kid(self, kid: Node | Mark, owner: pikepdf.Object) -> pikepdf.Object:
        if isinstance(kid, Node):
            return self._element(kid, owner)
        self._owners[kid.page][kid.number] = owner
        return Dictionary(Type=Name.MCR, Pg=self._pages[kid.page], MCID=kid.number)


def _outline(document: pikepdf.Pdf, bookmarks: list[Bookmark]) -> None:
    with document.open_outline() as outline:
        above: OutlineItem | None = None
        for mark in bookmarks:
            item = OutlineItem(mark.title, mark.page, "XYZ", left=0, top=round(mark.top, 2), zoom=0)
            if mark.level > 1 and above is not None:
                above.children.append(item)
                continue
            above = item
            outline.root.append(item)


def _metadata(document: pikepdf.Pdf, title: str) -> None:
    packet = _XMP.format(title=escape(title), language=LANGUAGE, producer=PRODUCER)
    document.Root.Metadata = document.make_stream(packet.encode(), Type=Name.Metadata, Subtype=Name.XML)
    document.Root.Lang = String(LANGUAGE)
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    # The library's own dates would be the clock's, or a lie; the paper itself says its date.
    document.trailer.Info = document.make_indirect(Dictionary(Title=String(title), Producer=String(PRODUCER)))
