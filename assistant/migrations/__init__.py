"""The shape of the database, in numbered steps that are applied once and never edited.

A new step is a file in `versions/` (`0002_….py`) whose `down_revision` is the step before; nothing
else has to name it. There are no downgrades: a record is never rolled back, a backup is restored.
"""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).resolve().parent


class NewerSchema(Exception):
    """The database is ahead of this program; raised when it holds a step that we do not know."""


def upgrade(connection: Connection) -> None:
    """Apply the steps that are missing, inside the caller's transaction.

    Raises:
        NewerSchema: a later version of the program already changed the database.
    """
    config = Config()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)
    known = {script.revision for script in scripts.walk_revisions()}
    current = set(MigrationContext.configure(connection).get_current_heads())
    if current - known:
        raise NewerSchema(", ".join(sorted(current - known)))
    if current != set(scripts.get_heads()):
        command.upgrade(config, "head")
