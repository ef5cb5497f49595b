"""Build the catalogue in ``resources/``.

Two steps, both committed:

* ``--source FOLDER`` turns the reference facts into our own tables (``*.tsv``), which people can review;
* ``--compile`` turns these tables into ``katalog.sqlite``, the same bytes every time. Needs nothing but the repository.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent

#: Ostrau and Zschaitz-Ottewig became Jahnatal; the postcode table is older than the commune table.
MERGED = {"14522450": "14522275", "14522620": "14522275"}

SERVICE_COLUMNS = ("service_id", "leika", "name", "kind", "ozg_id", "ozg_service", "situation", "topic", "law")
COMMUNE_COLUMNS = ("ags", "ars", "name", "district", "population")


def read_csv(path: Path) -> list[dict[str, str]]:
    """Return the rows of a reference table, all cells without outer blanks."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{key: value.strip() for key, value in row.items()} for row in csv.DictReader(file)]


def read_tsv(path: Path) -> list[dict[str, str]]:
    """Return the rows of one of our own tables."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def write_tsv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write one of our own tables: UTF-8, tab separated, no quotes, line feed."""
    lines = ["\t".join(columns)]
    for row in rows:
        if any("\t" in cell or "\n" in cell for cell in row):
            message = f"a cell holds a separator: {row}"
            raise ValueError(message)
        lines.append("\t".join(row))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def unique(listed: str) -> str:
    """Return the statutes of a comma separated list once each, in their order."""
    return ", ".join(dict.fromkeys(part.strip() for part in listed.split(",") if part.strip()))


def known_ids(path: Path) -> dict[str, str]:
    """Return service ids given before, by LeiKa id: an id once given stays."""
    if not path.exists():
        return {}
    return {row["leika"]: row["service_id"] for row in read_tsv(path)}


def write_services(source: Path, target: Path) -> int:
    """Write ``services.tsv``; new services get the next free ``L…`` number."""
    rows = sorted(read_csv(source / "data" / "leika_ozg_2019.csv"), key=lambda row: row["leika_id"])
    ids = known_ids(target)
    free = max((int(given[1:]) for given in ids.values()), default=0) + 1
    table = []
    for row in rows:
        leika = row["leika_id"]
        if leika not in ids:
            ids[leika] = f"L{free:05d}"
            free += 1
        facts = (row["leistungstyp"], row["ozg_id"], row["ozg_leistung"], row["lage"], row["themenfeld"])
        table.append((ids[leika], leika, row["bezeichnung"], *facts, unique(row["gesetze"])))
    write_tsv(target, SERVICE_COLUMNS, table)
    return len(table)


def write_communes(source: Path, target: Path) -> int:
    """Write ``communes.tsv``."""
    rows = read_csv(source / "data" / "sachsen_gemeinden_20231130.csv")
    table = sorted((row["ags"], row["ars"], row["name"], row["kreis"], row["bev"]) for row in rows)
    write_tsv(target, COMMUNE_COLUMNS, table)
    return len(table)


def write_postcodes(source: Path, target: Path) -> int:
    """Write ``postcodes.tsv``: pairs of postcode and commune, merged communes under their new key."""
    rows = read_csv(source / "data" / "sachsen_plz_ags.csv")
    pairs = {(row["plz"], MERGED.get(row["ags"], row["ags"])) for row in rows}
    write_tsv(target, ("postcode", "ags"), sorted(pairs))
    return len(pairs)


def main() -> None:
    """Run the step asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--source", type=Path, help="folder with the reference facts")
    parser.add_argument("--compile", action="store_true", help="make katalog.sqlite from the tables")
    parser.add_argument("--resources", type=Path, default=ROOT / "resources")
    parser.add_argument("--out", type=Path, help="where --compile writes (default: in the resources)")
    asked = parser.parse_args()
    catalogue, communes = asked.resources / "catalogue", asked.resources / "communes"
    if asked.source:
        print("services", write_services(asked.source, catalogue / "services.tsv"))
        print("communes", write_communes(asked.source, communes / "communes.tsv"))
        print("postcodes", write_postcodes(asked.source, communes / "postcodes.tsv"))
    if asked.compile:
        sys.path.insert(0, str(ROOT))
        from lotse_app.catalogue.compiling import compile_catalogue  # noqa: PLC0415 - not needed for the tables

        out = asked.out or catalogue / "katalog.sqlite"
        compile_catalogue(asked.resources, out)
        print(out.name, out.stat().st_size)


if __name__ == "__main__":
    main()
