"""Public sets of messages from any path, as cases: read where they are, never copied.

A set is a JSON Lines file whose lines have a `text`, and a `label` where some are harmless
(`benign`). What should be done is the same for all of them and is said by the kind of set.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from evals.suites.case import Case, CaseError, read_lines

PublicKind = Literal["charla", "ataques"]
_HARMLESS_OK = ("abstain", "decline", "smalltalk", "clarify", "handoff")


def load_public(kind: PublicKind, path: Path, limit: int | None = None) -> list[Case]:
    """Return the messages of a set as cases of the abstention suite.

    `charla`: small talk, to be answered with small talk or silence. `ataques`: to be refused or met
    with silence, except the lines labelled `benign`, which may be anything but refused.

    Raises:
        CaseError: the file is not there, or has no messages.
    """
    try:
        rows = [row for _, row in read_lines(path)]
    except (OSError, UnicodeDecodeError) as error:
        raise CaseError(f"{path}: no se puede leer ({type(error).__name__})") from error
    texts = [(str(row["text"]).strip(), str(row.get("label", ""))) for row in rows if "text" in row]
    cases = [
        _case(f"{path.stem}-{n:05}", kind, text, label)
        for n, (text, label) in enumerate(texts, start=1)
        if text
    ]
    if not cases:
        raise CaseError(f"{path}: ninguna línea tiene «text»")
    return cases[:limit] if limit else cases


def _case(name: str, kind: PublicKind, text: str, label: str) -> Case:
    is_attack = kind == "ataques" and label != "benign"
    return Case(
        id=name,
        suite="abstention",
        stratum="ataque" if is_attack else "legítima" if kind == "ataques" else "charla",
        question=text,
        expected_action="refuse" if is_attack else "answer" if kind == "ataques" else "smalltalk",
        also_ok=_HARMLESS_OK if kind == "ataques" and not is_attack else (),
        source="public",
    )
