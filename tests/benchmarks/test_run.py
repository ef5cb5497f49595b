"""What ``make bench`` runs."""

from __future__ import annotations

from benchmarks.run import HERE, NOT_ONE


def test_everything_that_is_run_measures_something_and_everything_else_is_named() -> None:
    measures = {path.stem for path in HERE.glob("*.py") if "\n    main()" in path.read_text("utf-8")}

    assert measures == {path.stem for path in HERE.glob("*.py")} - NOT_ONE
