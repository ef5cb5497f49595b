"""What is made late is made once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from lotse_app.late import Late


def test_one_thing_is_made_once() -> None:
    stock = iter(["das erste", "das zweite"])
    late = Late(lambda: next(stock))

    assert late() == "das erste"
    assert late() == "das erste"
    assert next(stock) == "das zweite"


def test_nothing_is_made_before_it_is_asked_for() -> None:
    stock = iter(["das erste"])
    Late(lambda: next(stock))

    assert list(stock) == ["das erste"]


def test_threads_that_ask_at_the_same_moment_get_the_same_thing() -> None:
    ready, late = Barrier(4), Late(object)

    def ask(_number: int) -> object:
        ready.wait()
        return late()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(ask, range(4)))) == 1


def test_who_asks_after_a_failure_tries_again() -> None:
    stock: list[str] = []
    late = Late(stock.pop)

    with pytest.raises(IndexError):
        late()
    stock.append("offen")
    assert late() == "offen"
