"""Dialogues as cases: each turn is asked after the ones before it, in a conversation of its own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from evals.suites.case import CASES, Case, read_lines


def dialogue_cases() -> Iterator[Case]:
    """Yield one case for each turn of each dialogue of the repository."""
    for _, row in read_lines(CASES / "dialogos.jsonl"):
        said: list[str] = []
        for number, turn in enumerate(row["turns"], start=1):
            shared: dict[str, Any] = {k: v for k, v in row.items() if k not in ("id", "turns")}
            shared["cluster_id"] = row["id"]
            yield Case.model_validate(
                {**shared, **turn, "id": f"{row['id']}.{number}", "history": tuple(said)}
            )
            said.append(turn["question"])
