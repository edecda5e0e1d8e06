"""A PostgreSQL database, through the programs that come with it: `pg_dump` and `pg_restore`.

What they say when they fail is not shown: it may quote rows. A password goes to them in their
environment, never among their arguments, where others of the machine could read it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine, text
from sqlalchemy.engine import URL

from assistant.backup.errors import BackupError
from assistant.database import reading, writing

ASIDE = "anterior_"
"""How the schema begins that keeps what a restore replaced; it is never backed up."""

_KNOWN = {
    "version mismatch": "su versión es anterior a la del servidor. Instala la del servidor",
    "authentication failed": "el servidor no aceptó el usuario o la clave",
    "permission denied": "al usuario de la base le falta permiso",
    "could not connect": "el servidor no responde",
    "connection to server": "el servidor no responde o no deja entrar",
    "no space left": "no queda espacio en el disco",
}


def dump(engine: Engine, connection: Connection, target: Path) -> None:
    """Write the moment that `connection` sees to `target`, while others write.

    Raises:
        BackupError: `pg_dump` is not installed, or failed.
    """
    snapshot = connection.execute(text("SELECT pg_export_snapshot()")).scalar_one()
    _run(
        "pg_dump",
        engine.url,
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        f"--exclude-schema={ASIDE}*",
        f"--snapshot={snapshot}",
        f"--file={target}",
    )


def is_empty(engine: Engine) -> bool:
    """Return whether nothing was ever recorded in the database."""
    with reading(engine) as connection:
        tables = text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")
        return int(connection.execute(tables).scalar_one()) == 0


def drop_if_empty(engine: Engine, schema: str) -> bool:
    """Return whether a schema held nothing, and so is gone now."""
    with writing(engine) as connection:
        tables = text("SELECT count(*) FROM pg_tables WHERE schemaname = :schema")
        if connection.execute(tables, {"schema": schema}).scalar_one():
            return False
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
        return True


def check_alone(engine: Engine) -> None:
    """Notice whoever else is in the database.

    Raises:
        BackupError: somebody is.
    """
    with reading(engine) as connection:
        others = connection.execute(
            text(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
                "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
            )
        ).scalar_one()
    if others:
        raise BackupError(
            f"Hay {others} conexiones más en la base. Detén el asistente y todo lo que la tenga "
            "abierta, y repite. No se tocó nada."
        )


@contextmanager
def replaced(engine: Engine, source: Path, aside: str) -> Iterator[None]:
    """Have the backup `source` in the database; what was there becomes the schema `aside`.

    If the backup cannot be written, or what follows fails, everything is as it was.

    Raises:
        BackupError: `pg_restore` is not installed, or failed.
    """
    with writing(engine) as connection:
        connection.execute(text(f"ALTER SCHEMA public RENAME TO {aside}"))
        connection.execute(text("CREATE SCHEMA public"))
    try:
        _restore(engine, source)
        yield
    except BaseException:
        with writing(engine) as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text(f"ALTER SCHEMA {aside} RENAME TO public"))
        raise


def _restore(engine: Engine, source: Path) -> None:
    _run(
        "pg_restore",
        engine.url,
        "--no-owner",
        "--no-privileges",
        "--exit-on-error",
        "--single-transaction",
        str(source),
    )


def _run(program: str, url: URL, *arguments: str) -> None:
    found = shutil.which(program)
    if found is None:
        raise BackupError(
            f"Falta el programa {program}. Instala los clientes de PostgreSQL, de la versión del "
            "servidor o más nuevos (en Debian y Ubuntu, el paquete postgresql-client), y repite."
        )
    address = url.set(drivername="postgresql", password=None)
    environment = {**os.environ, "LC_ALL": "C", "PGCONNECT_TIMEOUT": "10"}
    if url.password:
        environment["PGPASSWORD"] = str(url.password)
    named = f"--dbname={address.render_as_string(hide_password=False)}"
    done = subprocess.run([found, named, *arguments], env=environment, capture_output=True)
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").lower()
        why = next((words for sign, words in _KNOWN.items() if sign in said), None)
        raise BackupError(
            f"{program} no terminó ({why or f'código {done.returncode}'}). No se cambió nada."
        )
