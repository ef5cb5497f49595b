"""Papers can be read by programs that read aloud: everything has its place in one tree, in the right order."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest

from lotse_app.documents.maker import PaperMaker
from lotse_app.documents.tagged import Node
from lotse_app.models.receipt import ReceiptKind
from tests.documents.reports import QUARTER_REPORT
from tests.documents.support import (
    APPLICATION,
    BRING,
    FONTS,
    NOTE,
    PRIVACY,
    RECOVERY,
    SIGNATURE,
    UNDERTAKING,
    dog,
    read_back,
    receipt,
)

if TYPE_CHECKING:
    from tests.documents.support import ReadBack

MAKER = PaperMaker(FONTS)


def _papers() -> dict[str, bytes]:
    many = replace(APPLICATION, sections=tuple(dog(number) for number in range(1, 9)))
    return {
        "application": MAKER.application(APPLICATION),
        "application signed on the pad": MAKER.application(replace(APPLICATION, signatures=(SIGNATURE,))),
        "application with eight dogs": MAKER.application(many),
        "application in large print": MAKER.application(replace(APPLICATION, large_print=True)),
        **{kind.value: MAKER.receipt(receipt(kind)) for kind in ReceiptKind},
        "note": MAKER.note(NOTE),
        "bring list": MAKER.bring_list(BRING),
        "privacy sheet": MAKER.privacy_sheet(PRIVACY),
        "recovery sheet": MAKER.recovery_sheet(RECOVERY),
        "undertaking": MAKER.undertaking(UNDERTAKING),
        "report": MAKER.report(QUARTER_REPORT),
    }


PAPERS = _papers()


@pytest.fixture(params=sorted(PAPERS))
def paper(request: pytest.FixtureRequest) -> ReadBack:
    return read_back(PAPERS[request.param])


def test_nothing_is_drawn_outside_of_a_mark(paper: ReadBack) -> None:
    assert paper.unmarked == []
    assert paper.texts
    assert paper.artifacts


def test_every_mark_is_in_the_tree_once_and_the_parent_tree_agrees(paper: ReadBack) -> None:
    paper.tree()  # asserts parent and parent tree of every mark on its way

    assert sorted(paper.claimed) == sorted(paper.texts)
    for number, page in enumerate(paper.document.pages):
        assert int(page.obj.StructParents) == number
        assert page.obj.Tabs == pikepdf.Name.S


def test_marks_come_in_the_order_in_which_they_are_drawn(paper: ReadBack) -> None:
    paper.tree()

    assert paper.claimed == sorted(paper.claimed)


def test_headings_skip_no_level_and_every_section_has_one(paper: ReadBack) -> None:
    tree = paper.tree()
    levels = [int(element.role[1]) for element in tree.all("H1", "H2", "H3")]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in itertools.pairwise(levels))
    assert all(element.kids[0].role == "H2" for element in tree.all("Sect"))


def test_tables_consist_of_rows_with_headers(paper: ReadBack) -> None:
    for table in paper.tree().all("Table"):
        rows = table.all("TR")
        assert rows
        width = len(rows[0].kids)
        for row in rows:
            assert len(row.kids) == width
            assert row.kids[0].role == "TH"
            assert all(cell.role in {"TH", "TD"} for cell in row.kids)
        assert all(cell.scope in {"/Row", "/Column"} for cell in table.all("TH"))
    for listing in paper.tree().all("L"):
        assert all([kid.role for kid in item.kids] == ["Lbl", "LBody"] for item in listing.kids)


def test_figures_say_what_they_show(paper: ReadBack) -> None:
    for figure in paper.tree().all("Figure"):
        assert len(figure.alt) > 20


def test_language_title_and_bookmarks_are_set_and_nothing_is_claimed(paper: ReadBack) -> None:
    root = paper.document.Root
    metadata = root.Metadata.read_bytes().decode()

    assert str(root.Lang) == "de-DE"
    assert bool(root.ViewerPreferences.DisplayDocTitle)
    assert bool(root.MarkInfo.Marked)
    assert str(paper.document.trailer.Info.Title)
    assert "<dc:title>" in metadata
    assert "pdfuaid" not in metadata
    assert "pdfaid" not in metadata
    with paper.document.open_outline() as outline:
        (top,) = outline.root
        headings = [element.text for element in paper.tree().all("H2")]
        assert len(top.children) == len(headings)


def test_every_font_is_embedded_and_has_a_way_back_to_text(paper: ReadBack) -> None:
    seen = 0
    for page in paper.document.pages:
        for font in page.obj.Resources.Font.values():
            assert "/FontFile2" in font.FontDescriptor
            assert "/ToUnicode" in font
            assert "NotoSans" in str(font.BaseFont)
            seen += 1
    assert seen


def test_head_of_a_table_that_goes_on_is_read_once(paper: ReadBack) -> None:
    for table in paper.tree().all("Table"):
        assert len(table.all("THead")) <= 1


def test_an_element_that_is_not_in_the_tree_would_be_noticed() -> None:
    found = read_back(PAPERS["note"])
    found.texts[0, 999] = "lost"

    found.tree()

    assert sorted(found.claimed) != sorted(found.texts)


def test_a_node_knows_its_kids_in_order() -> None:
    node = Node("Document")
    first, second = node.add("P"), node.add("Table")

    assert node.kids == [first, second]
