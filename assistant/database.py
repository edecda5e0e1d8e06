"""The database: one address, SQLite by default, PostgreSQL by URL, the same records in both.

`writing` and `reading` are the two ways in. A writer on SQLite takes the only write lock when it
begins, so that two of them wait for each other instead of failing halfway; a reader sees one moment
of the database however long it reads. Errors come out as `DatabaseError`, in Spanish, with what to
do, and never with the text of a person: SQLAlchemy is told to hide the values of its statements.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, DisconnectionError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from assistant import migrations

PATIENCE_S = 10
"""Seconds that a statement waits for another's lock before it gives up."""

MIGRATION_LOCK = 0x0A51_57E7
"""PostgreSQL advisory lock that one process holds while it migrates."""

_NO_TABLES = "no tiene las tablas del asistente. Inícialo una vez, o revisa la dirección."

_SQLITE_PRAGMAS = (
    f"busy_timeout = {PATIENCE_S * 1000}",
    "journal_mode = WAL",
    "synchronous = FULL",  # what was shown must survive a power cut (promise 6)
    "foreign_keys = ON",
    "secure_delete = ON",  # what a purge erases is overwritten, not just forgotten
    "recursive_triggers = ON",  # so that REPLACE cannot delete unseen
    "temp_store = MEMORY",
)


class DatabaseError(Exception):
    """The database cannot be used; raised when a person must act, and the message says how."""


class DatabaseBusy(DatabaseError):
    """The database did not answer in time; raised when trying again may work."""


class DatabaseDamaged(DatabaseError):
    """The file is not a whole database; raised when it must be restored from a backup."""


def build_engine(url: str, *, must_exist: bool = False) -> Engine:
    """Return the engine for `url`; `must_exist` refuses to create a new SQLite file.

    Raises:
        DatabaseError: the address cannot be read, or the file cannot be created.
    """
    try:
        address = make_url(url)
        if address.get_backend_name() == "sqlite":
            return _build_sqlite(address, must_exist)
        return _build_postgresql(address)
    except (ArgumentError, ImportError, ValueError):
        raise DatabaseError(
            "ASISTENTE_DATABASE_URL no es una dirección de base de datos que sirva. Usa "
            "sqlite:////ruta/asistente.db o postgresql+psycopg://usuario:clave@servidor/base."
        ) from None


def migrate(engine: Engine) -> None:
    """Bring the database to the shape that this program needs; safe from several processes.

    Raises:
        DatabaseError: the database cannot be used, or a newer version of the program made it.
    """
    try:
        with writing(engine) as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            migrations.upgrade(connection)
    except migrations.NewerSchema as error:
        raise DatabaseError(
            f"La base de datos es de una versión más nueva del programa (paso {error}). "
            "Actualiza el programa; no borres la base."
        ) from None


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose changes are written all together at the end, or not at all.

    Raises:
        DatabaseError: nothing was written.
    """
    with _explained(engine), _in_turn(engine), engine.begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that sees one moment of the database and makes nobody wait.

    Raises:
        DatabaseError: the database could not be read.
    """
    with _explained(engine), engine.connect() as plain:
        if plain.dialect.name == "postgresql":
            connection = plain.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        else:
            connection = plain.execution_options(sqlite_begin="BEGIN")
        yield connection


def erase_traces(engine: Engine) -> None:
    """Leave no copy of purged text in the journal (SQLite) or in dead rows (PostgreSQL).

    Raises:
        DatabaseBusy: somebody reads the journal all the time; try later.
        DatabaseError: the database could not be reached.
    """
    with _explained(engine), engine.connect() as plain:
        if plain.dialect.name == "postgresql":
            connection = plain.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(
                text(
                    "VACUUM decision_log, conversations, messages, cases, case_events, "
                    "case_contacts, case_requests, answer_ratings, interviews"
                )
            )
        else:
            _empty_journal(plain.execution_options(sqlite_begin=None), _name(engine.url))


def explain(error: SQLAlchemyError | OSError, where: str) -> DatabaseError:
    """Return what happened and what to do, without any value of the failed statement."""
    original = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(error, PoolTimeoutError):
        return DatabaseBusy(f"{where}: demasiadas consultas a la vez. Intenta de nuevo.")
    if isinstance(original, OSError) and not isinstance(original, sqlite3.Error):
        return DatabaseError(
            f"{where}: no se puede crear ({reason(original)}). Revisa que la carpeta exista, que "
            "tengas permiso de escritura y que quede espacio, o cambia ASISTENTE_DATA_DIR."
        )
    if isinstance(original, sqlite3.Error):
        return _explain_sqlite(original, where)
    return _explain_postgresql(error, where)


def reason(error: OSError) -> str:
    """Return in Spanish why the system refused a file or a folder."""
    reasons = {
        errno.ENOENT: "no existe",
        errno.EACCES: "falta permiso",
        errno.EPERM: "falta permiso",
        errno.ENOTDIR: "parte de la ruta no es una carpeta",
        errno.EEXIST: "ya existe y no es una carpeta",
        errno.EISDIR: "es una carpeta",
        errno.ENOSPC: "no queda espacio en el disco",
        errno.EROFS: "el disco es de solo lectura",
    }
    return reasons.get(error.errno or 0, error.strerror or type(error).__name__)


@contextmanager
def _in_turn(engine: Engine) -> Iterator[None]:
    """Let the threads of this process write one after the other, as they came.

    SQLite makes who waits sleep and try again, so that under load the unlucky wait for seconds.
    """
    lock: Lock | None = engine.get_execution_options().get("write_lock")
    if lock is None:
        yield
        return
    if not lock.acquire(timeout=PATIENCE_S):
        raise DatabaseBusy(f"{_name(engine.url)}: otra escritura no termina. Intenta de nuevo.")
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _explained(engine: Engine) -> Iterator[None]:
    try:
        yield
    except SQLAlchemyError as error:
        raise explain(error, _name(engine.url)) from None


def _build_sqlite(address: URL, must_exist: bool) -> Engine:
    path = Path(address.database or "")
    if not address.database or address.database == ":memory:":
        raise ValueError("the records need a file")
    if must_exist and not path.is_file():
        raise DatabaseError(
            f"{path}: no existe. Revisa ASISTENTE_DATA_DIR, o inicia el asistente una vez."
        )
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # nobody else reads the records
    except OSError as error:
        raise explain(error, str(path)) from None
    engine = create_engine(
        address,
        creator=lambda: _open(path),
        hide_parameters=True,
        pool_size=20,
        max_overflow=30,
        pool_timeout=PATIENCE_S,
        execution_options={"write_lock": Lock()},
    )
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "connect", lambda _, record: record.info.update(file=_identity(path)))
    event.listen(engine, "checkout", lambda _, record, __: _check_same(record, path))
    return engine


def _build_postgresql(address: URL) -> Engine:
    engine = create_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=20,
        max_overflow=10,
        pool_timeout=PATIENCE_S,
        connect_args={"connect_timeout": PATIENCE_S},
    )
    event.listen(engine, "connect", _prepare_postgresql)
    return engine


def _open(path: Path) -> sqlite3.Connection:
    """Open a database that is there: one that was taken away must not come back empty."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, check_same_thread=False)


def _identity(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _check_same(record: Any, path: Path) -> None:
    """Let go of a file that was removed or replaced: what is written there would be lost."""
    if record.info.get("file") != _identity(path):
        raise DisconnectionError


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # we say when a transaction begins, not the driver
    for pragma in _SQLITE_PRAGMAS:
        _insist(connection, f"PRAGMA {pragma}")


def _insist(connection: Any, statement: str) -> None:
    """Run a pragma, waiting by hand: SQLite does not wait to enter WAL mode."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            connection.execute(statement).fetchall()
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _begin_sqlite(connection: Connection) -> None:
    begin = connection.get_execution_options().get("sqlite_begin", "BEGIN IMMEDIATE")
    if begin is not None:
        connection.exec_driver_sql(begin)


def _empty_journal(connection: Connection, where: str) -> None:
    # A checkpoint that waits for readers makes writers wait too: short tries, with rests between.
    connection.exec_driver_sql("PRAGMA busy_timeout = 100")
    try:
        for _ in range(PATIENCE_S * 2):
            is_busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
            if not is_busy:
                return
            time.sleep(0.4)
    finally:
        connection.exec_driver_sql(f"PRAGMA busy_timeout = {PATIENCE_S * 1000}")
    raise DatabaseBusy(f"{where}: se purgó, pero queda copia en el diario mientras otros leen.")


def _prepare_postgresql(connection: Any, _record: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SET lock_timeout = '{PATIENCE_S}s'")
        # A process that hangs while it holds the head of the log must not stop the others.
        cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
    connection.commit()


def _explain_sqlite(error: sqlite3.Error, where: str) -> DatabaseError:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseBusy(
            f"{where}: otro proceso la tiene ocupada. Intenta de nuevo; si sigue, busca una "
            "ingesta o un respaldo que no termina."
        )
    if code == sqlite3.SQLITE_FULL:
        return DatabaseError(
            f"{where}: no queda espacio en el disco. No se guardó nada. Libera espacio; el "
            "asistente sigue solo."
        )
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return DatabaseError(
            f"{where}: no está o no se puede abrir para escribir. Si falta, restaura un respaldo; "
            "si está, da permiso de escritura sobre la carpeta y el archivo al usuario que ejecuta "
            "el asistente."
        )
    if code in (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT):
        return DatabaseDamaged(
            f"{where}: no es una base de datos SQLite o está dañada. No se tocó. Restaura un "
            "respaldo, o mueve el archivo a otra parte para empezar una base nueva."
        )
    if code == sqlite3.SQLITE_IOERR:
        return DatabaseError(
            f"{where}: el disco falla al leer o escribir. Revisa el disco y el espacio libre."
        )
    if "no such table" in str(error):
        return DatabaseError(f"{where}: {_NO_TABLES}")
    name = getattr(error, "sqlite_errorname", type(error).__name__)
    return DatabaseError(f"{where}: SQLite no pudo ({name}). No se guardó nada.")


def _explain_postgresql(error: Exception, where: str) -> DatabaseError:
    original = getattr(error, "orig", None)
    state = str(getattr(original, "sqlstate", None) or "")
    if state in ("55P03", "40001", "40P01"):
        return DatabaseBusy(f"{where}: otra operación la tiene ocupada. Intenta de nuevo.")
    if state == "42P01":
        return DatabaseError(f"{where}: {_NO_TABLES}")
    if state == "3D000":
        return DatabaseError(f"{where}: esa base no existe en el servidor. Créala con createdb.")
    if state.startswith("53"):
        return DatabaseError(
            f"{where}: al servidor PostgreSQL le falta espacio, memoria o conexiones "
            f"({state}). No se guardó nada. Libera recursos; el asistente sigue solo."
        )
    if state.startswith("28") or state == "42501":
        return DatabaseError(
            f"{where}: PostgreSQL no da permiso. Revisa usuario, clave y permisos de la base."
        )
    if isinstance(error, DBAPIError) and (not state or state[:2] in ("08", "57", "25")):
        return DatabaseBusy(
            f"{where}: PostgreSQL no responde. Revisa que el servidor esté en marcha, la dirección "
            "y la red. No se guardó nada."
        )
    return DatabaseError(f"{where}: la base no pudo ({state or type(error).__name__}).")


def _name(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)
