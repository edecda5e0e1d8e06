"""The reading guide that goes with an export: its words, and the tables of its fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template

from assistant.desk.audit.cover import Cover
from assistant.desk.audit.schema import CONTENTS, ENTRY
from assistant.desk.audit.sheets import DECISION_COLUMNS, ENTRY_COLUMNS, EVENT_COLUMNS
from governance.log.chain import Verification
from governance.registers.days import CHILE

GUIDE = Path(__file__).with_name("leeme.es.txt")
_VERDICTS: Mapping[bool, str] = {
    True: "El registro estaba íntegro al exportarlo.",
    False: "**El registro NO estaba íntegro al exportarlo.** Los hallazgos están en "
    "`manifiesto.json`.",
}


def guide_text(cover: Cover, found: Verification) -> str:
    """Return the reading guide of an export."""
    decisions = {column.name: column.meaning for column in DECISION_COLUMNS}
    events = {column.name: column.meaning for column in EVENT_COLUMNS}
    return Template(GUIDE.read_text(encoding="utf-8")).substitute(
        institution=cover.institution,
        at=f"{cover.at.astimezone(CHILE):%d/%m/%Y %H:%M}",
        by=cover.official_id,
        period=cover.period.in_words(),
        entries=found.entries,
        purged=found.purged,
        verdict=_VERDICTS[found.is_intact],
        entry_fields=_table((name, said["description"]) for name, said in ENTRY.items()),
        shared_columns=_table(ENTRY_COLUMNS.items()),
        decision_columns=_table(decisions.items()),
        event_columns=_table(events.items()),
        kinds=_table(
            (f"{kind} (versión {version})", said["description"])
            for (kind, version), said in CONTENTS.items()
        ),
    )


def _table(rows: Iterable[tuple[str, str]]) -> str:
    lines = [f"| `{name}` | {meaning} |" for name, meaning in rows]
    return "\n".join(["| Campo | Qué es |", "| --- | --- |", *lines])
