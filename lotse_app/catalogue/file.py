"""The catalogue file: public services and communes, opened read-only and held in memory."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from lotse_app.models.commune import Commune
from lotse_app.models.problems import Code, refuse
from lotse_app.models.public_service import PublicService, SignatureRule

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

#: Layout of the compiled file; a file of another layout counts as damaged.
LAYOUT = "3"
FILE_NAME = "katalog.sqlite"


def open_catalogue(path: Path) -> sqlite3.Connection:
    """Open a compiled catalogue. Raises CATALOGUE_MISSING, CATALOGUE_DAMAGED.

    ``immutable``: the file is never written in place, so SQLite needs neither locks nor a writable folder.
    """
    if not path.is_file():
        raise refuse(Code.CATALOGUE_MISSING)
    try:
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
    except sqlite3.Error as error:
        raise refuse(Code.CATALOGUE_DAMAGED) from error
    try:
        row = connection.execute("SELECT value FROM meta WHERE key = 'layout'").fetchone()
    except sqlite3.Error as error:
        connection.close()
        raise refuse(Code.CATALOGUE_DAMAGED) from error
    if row is None or row[0] != LAYOUT:
        connection.close()
        raise refuse(Code.CATALOGUE_DAMAGED)
    return connection


class CatalogueFile:
    """Implements the port ``Catalogue``. Everything is read once, so every thread may ask."""

    def __init__(self, resources: Path) -> None:
        """Read ``catalogue/katalog.sqlite`` below ``resources``. Raises CATALOGUE_MISSING, CATALOGUE_DAMAGED."""
        with closing(open_catalogue(resources / "catalogue" / FILE_NAME)) as connection:
            try:
                self._services = _services(connection)
                self._sentences = dict(connection.execute("SELECT reason, sentence FROM reason"))
                self._by_leika = dict(connection.execute("SELECT leika, service_id FROM alias ORDER BY rank DESC"))
                self._communes = _communes(connection)
                self._attribution = tuple(
                    (str(what), str(source))
                    for what, source in connection.execute("SELECT what, source FROM attribution ORDER BY position")
                )
            except sqlite3.Error as error:
                raise refuse(Code.CATALOGUE_DAMAGED) from error
        self._by_ags = {commune.ags: commune for commune in self._communes}
        if not self._services or not self._communes:
            raise refuse(Code.CATALOGUE_DAMAGED)

    def service(self, service_id: str) -> PublicService:
        """Return one service. Raises RECORD_MISSING."""
        try:
            return self._services[service_id]
        except KeyError as error:
            raise refuse(Code.RECORD_MISSING) from error

    def by_leika(self, leika: str) -> PublicService | None:
        """Return the service with this LeiKa id; the service it is the own id of goes before one it is an alias of."""
        return self._services.get(self._by_leika.get(leika, ""))

    def eligible(self, service_id: str) -> tuple[bool, str]:
        """Return whether one can apply without a form, and the German reason where not. Raises RECORD_MISSING."""
        excluded = self.service(service_id).excluded
        return not excluded, str(self._sentences.get(excluded, ""))

    def services(self) -> tuple[PublicService, ...]:
        """Return all services, by service id."""
        return tuple(self._services.values())

    def communes(self) -> tuple[Commune, ...]:
        """Return the 418 communes, in German order."""
        return self._communes

    def commune(self, ags: str) -> Commune:
        """Return one commune by AGS. Raises RECORD_MISSING."""
        try:
            return self._by_ags[ags]
        except KeyError as error:
            raise refuse(Code.RECORD_MISSING) from error

    def communes_of_postcode(self, postcode: str) -> tuple[Commune, ...]:
        """Return all communes that share a postcode, in German order; more than one means: ask."""
        return tuple(commune for commune in self._communes if postcode in commune.postcodes)

    def attribution(self) -> tuple[tuple[str, str], ...]:
        """Return (what and state date, source and licence) lines that the program shows."""
        return self._attribution


def grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Return all second parts by the first, in their order."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in pairs:
        found[key] = (*found.get(key, ()), value)
    return found


def _services(connection: sqlite3.Connection) -> dict[str, PublicService]:
    aliases = grouped(connection.execute("SELECT service_id, leika FROM alias ORDER BY service_id, rank"))
    rows = connection.execute(
        "SELECT service_id, name, situation, topic, ozg_service, law, form_id, reason, social_benefit, signature"
        " FROM service ORDER BY service_id"
    )
    return {
        row[0]: PublicService(
            service_id=row[0],
            name=row[1],
            leika=aliases.get(row[0], ()),
            situation=row[2],
            topic=row[3],
            ozg_service=row[4],
            law=row[5],
            form_id=row[6],
            excluded=row[7],
            social_benefit=bool(row[8]),
            signature=SignatureRule(row[9]),
        )
        for row in rows
    }


def _communes(connection: sqlite3.Connection) -> tuple[Commune, ...]:
    postcodes = grouped(connection.execute("SELECT ags, postcode FROM postcode ORDER BY ags, postcode"))
    rows = connection.execute("SELECT ags, ars, name, district, population FROM commune ORDER BY position")
    return tuple(
        Commune(ags, ars, name, district, population, postcodes.get(ags, ()))
        for ags, ars, name, district, population in rows
    )
