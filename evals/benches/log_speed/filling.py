"""A log of millions of synthetic entries with a valid chain, written without waiting for the disk.

The entries are spread over one year and a day. Those of the first day, which is the one that a
purge erases, have the content of an ordinary turn; the rest have next to nothing, to save disk.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text

from assistant.database import writing
from governance.canonical import canonical, sha256
from governance.log.chain import EMPTY, Entry, Head, link_hash
from governance.log.decision import SCHEMA, Decision, Hashes, RecordedCitation, RecordedPassage
from governance.log.decision_log import DecisionLog
from governance.moments import stamp

DAYS = 366
_ANSWER = "Pueden postular las organizaciones sin fines de lucro con personalidad jurídica. " * 6


def ordinary(at: datetime, question: str = "¿Quién puede postular?") -> Decision:
    """Return a decision as large as those of ordinary turns: some two kilobytes."""
    passage = RecordedPassage("bases#quien", "v1", 0.81, {"dense": 0.8, "lexical": 7.2})
    citation = RecordedCitation("bases#quien", "v1", "Bases", "Quién", "Bases", "", _ANSWER[:160])
    return Decision(
        conversation_id="c" * 32,
        at=at,
        channel="web",
        audience="ciudadania",
        question=question,
        outcome="answered",
        answer=_ANSWER,
        label="contest_question",
        route_scores={"contest_question": 0.91, "greeting": 0.01},
        passages=(passage,) * 5,
        citations=(citation,) * 2,
        confidence=0.93,
        composer="extractive",
        hashes=Hashes("p" * 16, "q" * 16, "k" * 16, "c" * 16),
        timings_ms={name: 1.5 for name in ("redact", "route", "retrieve", "compose", "verify")},
    )


def fill(engine: Engine, log: DecisionLog, entries: int, until: datetime) -> int:
    """Fill the empty log with `entries` that end at `until`; return how many fall on the first day.

    The database is left as the program makes it, its guards included, and the head signed.
    """
    begin = until - timedelta(days=DAYS)
    rows = _Rows(entries, begin)
    engine.dispose()  # the journal is left out for a while, which nobody else may see
    if engine.dialect.name == "sqlite":
        _fill_sqlite(str(engine.url.database), rows)
    else:
        _fill_postgresql(engine, rows)
    with writing(engine) as connection:
        log.sign_first(connection, until)
    return rows.first_day


class _Rows:
    """The entries, in order; `head` is the last one that was given."""

    def __init__(self, count: int, begin: datetime) -> None:
        self._count, self._begin = count, begin
        self.first_day = count // DAYS
        self.head = EMPTY

    def __iter__(self) -> Iterator[Entry]:
        step = timedelta(days=DAYS) / self._count
        for number in range(1, self._count + 1):
            at = self._begin + step * (number - 1)
            salt = f"{number:032x}"
            is_first_day = number <= self.first_day
            content = ordinary(at).content(salt) if is_first_day else canonical({"salt": salt})
            entry = Entry(
                sequence=number,
                decision_id=salt,  # in order, so that the indexes grow at their end
                kind="decision",
                at=stamp(at),
                retention="limitado",
                schema=SCHEMA,
                previous_hash=self.head.hash,
                content_hash=sha256(content),
                hash="",
                content=content,
            )
            entry = entry._replace(hash=link_hash(entry))
            self.head = Head(entry.sequence, entry.hash)
            yield entry


_HEAD = "UPDATE decision_log_head SET sequence = {}, hash = '{}'"


def _fill_sqlite(file: str, rows: _Rows) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -200000")
        guards = connection.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        connection.execute("BEGIN")
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        marks = ", ".join("?" * len(Entry._fields))
        connection.executemany(f"INSERT INTO decision_log VALUES ({marks})", rows)
        connection.execute(_HEAD.format(*rows.head))
        for _, sql in guards:
            connection.execute(sql)
        connection.execute("COMMIT")


def _fill_postgresql(engine: Engine, rows: _Rows) -> None:
    with writing(engine) as connection:
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy("COPY decision_log FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.execute(text("ALTER TABLE decision_log_head DISABLE TRIGGER USER"))
        connection.execute(text(_HEAD.format(*rows.head)))
        connection.execute(text("ALTER TABLE decision_log_head ENABLE TRIGGER USER"))
    with engine.connect() as plain:
        plain.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE decision_log"))
