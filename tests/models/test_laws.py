"""The law of a case: the kind of a service, and one cell for each kind and question."""

from __future__ import annotations

import pytest

from lotse_app.models.laws import LAWS, LawKind, LawOf, kind_of, law, remedy

DOG, SPA, LAND_RATE, INCOME, DWELLING = (
    "99102013104000", "99139002000000", "99102056000000", "99102008000000", "99115005104000",
)  # fmt: skip


@pytest.mark.parametrize(
    ("said", "leika", "social", "kind"),
    [
        ("WoGG", (), True, LawKind.SOCIAL),
        ("EStG", (INCOME,), True, LawKind.SOCIAL),
        ("SächsKAG §§ 2, 7", (), False, LawKind.DUES),
        ("Hundesteuersatzung der Gemeinde", (), False, LawKind.DUES),
        ("", (DOG,), False, LawKind.DUES),
        ("", (SPA,), False, LawKind.DUES),
        ("GrStG, BewG", (LAND_RATE,), False, LawKind.TAX),
        ("", (INCOME,), False, LawKind.TAX),
        ("AO, BGB", (), False, LawKind.TAX),
        ("EStG", (), False, LawKind.TAX),
        ("BMG", (DWELLING,), False, LawKind.GENERAL),
        ("BRAO", (), False, LawKind.GENERAL),
        ("StGB, StPO", (), False, LawKind.GENERAL),
        ("KAGB", (), False, LawKind.GENERAL),
        ("PStG", (), False, LawKind.GENERAL),
        ("", (), False, LawKind.GENERAL),
    ],
)
def test_the_kind_of_a_service_follows_its_law_and_its_object(
    said: str,
    leika: tuple[str, ...],
    social: bool,  # noqa: FBT001 - a column of the table
    kind: LawKind,
) -> None:
    assert kind_of(said, leika, social_benefit=social) is kind


#: The table as it is held: question, then social benefit, due of a commune, tax, everything else.
CELLS = {
    LawOf.AGENT: ("SGB X § 13 Abs. 1", "AO § 80 Abs. 1 mit SächsKAG § 3", "AO § 80 Abs. 1", "VwVfG § 14 Abs. 1"),
    LawOf.PROOF: ("SGB X § 13 Abs. 1", "AO § 80 Abs. 3 mit SächsKAG § 3", "AO § 80 Abs. 3", "VwVfG § 14 Abs. 1"),
    LawOf.RECEIVE: ("SGB X § 13 Abs. 3", "AO § 80 Abs. 5 mit SächsKAG § 3", "AO § 80 Abs. 5", "VwVfG § 14 Abs. 3"),
    LawOf.REJECT: ("SGB X § 13 Abs. 5", "AO § 80 Abs. 7 mit SächsKAG § 3", "AO § 80 Abs. 7", "VwVfG § 14 Abs. 5"),
    LawOf.BIAS: ("SGB X § 16", "AO § 82 mit SächsKAG § 3", "AO § 82", "VwVfG § 20"),
    LawOf.KNOWN: ("SGB X § 37 Abs. 2", "AO § 122 Abs. 2 mit SächsKAG § 3", "AO § 122 Abs. 2", "VwVfG § 41 Abs. 2"),
    LawOf.OBJECT: ("SGG § 84 oder VwGO § 70", "VwGO § 70", "AO § 355", "VwGO § 70"),
    LawOf.UNTOLD: (
        "SGG § 66 Abs. 2 oder VwGO § 58 Abs. 2",
        "VwGO § 58 Abs. 2",
        "AO § 356 Abs. 2",
        "VwGO § 58 Abs. 2",
    ),
}


@pytest.mark.parametrize(
    ("of", "kind", "words"),
    [(of, kind, words) for of, row in CELLS.items() for kind, words in zip(LawKind, row, strict=True)],
)
def test_each_cell_of_the_table_of_laws(of: LawOf, kind: LawKind, words: str) -> None:
    assert law(of, kind) == words


def test_the_table_has_no_other_cell() -> None:
    assert {(of, kind) for of, row in LAWS.items() for kind in row} == {(of, kind) for of in LawOf for kind in LawKind}


def test_for_everything_at_once_each_kind_is_named() -> None:
    assert law(LawOf.OBJECT, None) == (
        "Sozialleistung: SGG § 84 oder VwGO § 70; kommunale Abgabe: VwGO § 70; "
        "Steuer des Finanzamts: AO § 355; sonst VwGO § 70"
    )


def test_only_the_finanzamt_gets_an_einspruch() -> None:
    assert [kind for kind in LawKind if remedy(kind) == "Einspruch"] == [LawKind.TAX]
