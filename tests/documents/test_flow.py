"""What belongs together stays on one page, and nothing is lost between pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from lotse_app.documents.flow import Strip, paginate

if TYPE_CHECKING:
    from lotse_app.documents.pen import Pen


def draw(_pen: Pen, _top: float) -> None:
    """Draw nothing."""


def strip(height: float, *, keep: bool = False, again: Strip | None = None) -> Strip:
    return Strip(height, draw, keep=keep, again=again)


def test_strips_follow_each_other_downwards() -> None:
    ((first, second),) = paginate([strip(10), strip(20)], (100, 100), 0)

    assert (first.top, second.top) == (100, 90)


def test_a_heading_goes_with_what_follows() -> None:
    pages = paginate([strip(70), strip(10, keep=True), strip(30)], (100, 100), 0)

    assert [[placed.strip.height for placed in page] for page in pages] == [[70], [10, 30]]


def test_distance_vanishes_at_both_ends_of_a_page_but_not_before_the_first_line() -> None:
    pages = paginate([Strip(5), strip(70), Strip(20), strip(30), Strip(3), strip(10)], (100, 100), 0)

    assert [[placed.strip.height for placed in page] for page in pages] == [[5, 70], [30, 3, 10]]
    late = paginate([strip(90), Strip(20), strip(30)], (100, 100), 0)
    assert [[placed.strip.height for placed in page] for page in late] == [[90], [30]]


def test_the_head_of_a_table_opens_every_page() -> None:
    head = strip(10)
    pages = paginate([strip(40, again=head) for _ in range(4)], (100, 100), 0)

    assert [[placed.strip.height for placed in page] for page in pages] == [[40, 40], [10, 40, 40]]


def test_a_bundle_taller_than_a_page_is_cut_rather_than_lost() -> None:
    pages = paginate([strip(40, keep=True) for _ in range(5)], (100, 100), 0)

    assert sum(len(page) for page in pages) == 5
    assert len(pages) == 3


def test_nothing_makes_one_empty_page() -> None:
    assert paginate([], (100, 100), 0) == [[]]


@given(st.lists(st.tuples(st.floats(1, 60), st.booleans(), st.booleans()), max_size=60))
def test_every_strip_is_placed_once_in_order_and_above_the_foot(parts: list[tuple[float, bool, bool]]) -> None:
    strips = [Strip(height, None if gap else draw, keep=keep) for height, keep, gap in parts]

    pages = paginate(strips, (100, 120), 20)

    placed = [one.strip for page in pages for one in page if not one.strip.gap]
    assert placed == [one for one in strips if not one.gap]
    for page in pages:
        for one in page:
            assert one.strip.gap or one.top - one.strip.height >= 20 - 1e-9
        tops = [one.top for one in page]
        assert tops == sorted(tops, reverse=True)


def test_distance_at_the_end_opens_no_empty_page() -> None:
    assert len(paginate([strip(95), Strip(20)], (100, 100), 0)) == 1
