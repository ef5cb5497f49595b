"""The tables of the portal are what its migrations make, on both databases; a migration says what it makes itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, MetaData, Text

from lotse_portal import tables
from lotse_portal.database import Database, embedded
from scripts.house import ROOT
from tests.portal.databases import fresh_database

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    on_file = request.param == "sqlite"
    made = Database(embedded(tmp_path) if on_file else fresh_database(request.getfixturevalue("postgres_server")))
    yield made
    made.close()


def differences(database: Database, wanted: MetaData = tables.metadata) -> list[Any]:
    with database.read() as connection:
        return list(compare_metadata(MigrationContext.configure(connection), wanted))


def test_the_migrations_make_the_tables_of_today_and_a_second_run_changes_nothing(database: Database) -> None:
    assert database.migrate()
    assert differences(database) == []
    assert not database.migrate()
    assert differences(database) == []


def test_a_column_without_a_migration_is_noticed(database: Database) -> None:
    database.migrate()
    later = MetaData()
    for table in tables.metadata.sorted_tables:
        table.to_metadata(later)
    later.tables["stations"].append_column(Column("later", Text))

    assert [found[0] for found in differences(database, later)] == ["add_column"]


def test_no_migration_asks_the_tables_of_today() -> None:
    files = sorted((ROOT / "lotse_portal" / "migrations" / "versions").glob("p*.py"))

    assert files
    assert [file.name for file in files if "tables" in file.read_text("utf-8").split('"""', 2)[2]] == []
