from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine

from assistant.database import reading
from governance.registers.tables import registers_metadata


def test_the_migrated_tables_are_the_ones_the_code_uses(engine: Engine) -> None:
    def ours_only(_object: object, name: str | None, kind: str, *_: object) -> bool:
        return kind != "table" or name in registers_metadata.tables

    with reading(engine) as connection:
        context = MigrationContext.configure(connection, opts={"include_object": ours_only})
        assert compare_metadata(context, registers_metadata) == []
