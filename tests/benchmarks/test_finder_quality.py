"""How well the finder answers labelled queries is measured where there are some."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from benchmarks.finder import RESOURCES, mean_reciprocal_rank, quality
from lotse_app.catalogue.finder import CatalogueFinder

if TYPE_CHECKING:
    from pathlib import Path


def test_the_place_of_the_first_right_answer_counts_and_a_wrong_grade_does_not(tmp_path: Path) -> None:
    finder = CatalogueFinder(RESOURCES)
    first, second, *_ = finder.listed_ids("Hund anmelden", 10)
    queries = [
        {"query": "Hund anmelden", "relevant": [{"id": first, "grade": 2}]},
        {"query": "Hund anmelden", "relevant": [{"id": first, "grade": 0}, {"id": second, "grade": 1}]},
        {"query": "Hund anmelden", "relevant": []},
    ]
    labelled = tmp_path / "labelled.jsonl"
    labelled.write_text("\n".join(map(json.dumps, queries)), "utf-8")
    assert mean_reciprocal_rank(finder, labelled) == (1 + 1 / 2 + 0) / 3
    assert quality(finder, labelled)["mrr_at_10"] == 0.5


def test_without_labelled_queries_that_is_said(tmp_path: Path) -> None:
    said = quality(CatalogueFinder(RESOURCES), tmp_path / "none.jsonl")
    assert set(said.values()) == {"not measured: no labelled queries here"}
