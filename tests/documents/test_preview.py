"""The preview shows what will be printed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from lotse_app.documents.maker import PaperMaker
from lotse_app.models.problems import Code, ProblemError
from tests.documents.support import APPLICATION, FONTS, NOTE

MAKER = PaperMaker(FONTS)


def test_every_page_is_a_picture_of_the_width_that_was_asked_for() -> None:
    pages = MAKER.pages(MAKER.application(APPLICATION), 400)

    assert len(pages) == 2
    for page in pages:
        assert page.width == 400
        assert page.height == pytest.approx(566, abs=2)
        assert len(page.rgba) == page.width * page.height * 4


def test_paper_is_white_opaque_and_written_on() -> None:
    (page,) = MAKER.pages(MAKER.note(NOTE), 300)

    assert page.rgba[:4] == b"\xff\xff\xff\xff"
    assert set(page.rgba[3::4]) == {255}
    assert min(page.rgba) < 60


def test_lanes_do_not_disturb_each_other() -> None:
    pdf = MAKER.note(NOTE)
    alone = MAKER.pages(pdf, 200)

    with ThreadPoolExecutor(4) as lanes:
        together = list(lanes.map(lambda _: MAKER.pages(pdf, 200), range(12)))

    assert together == [alone] * 12


@pytest.mark.parametrize("broken", [b"", b"no pdf", b"%PDF-1.7\nnothing"])
def test_what_is_no_pdf_is_refused(broken: bytes) -> None:
    with pytest.raises(ProblemError) as caught:
        MAKER.pages(broken, 200)

    assert caught.value.problem.code is Code.PREVIEW_FAILED
