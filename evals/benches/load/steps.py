"""How long each step of the turns took: the decision log says it, and the server of recording.

What a step took is in the entry of its turn. What recording took cannot be there, because the entry
is written meanwhile; the program logs it once it is done, and `watched` keeps those lines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from assistant.database import build_engine, reading
from evals.benches.load.percentiles import Spread, build_spread
from governance.log.decision_log import DecisionLog, LoggedDecision

STEPS = ("redact", "understand", "route", "conduct", "decline", "retrieve", "compose", "verify")
"""The steps of `assistant.bootstrap`, in order."""
RECORD, TURN = "record", "turn"


def measure_steps(database: Path, recorded: Path, since: datetime) -> dict[str, Spread]:
    """Return how long each step took in the turns of a database, from `since` on."""
    engine = build_engine(f"sqlite:///{database}", must_exist=True)
    try:
        with reading(engine) as connection:
            decisions = list(DecisionLog().decisions(connection, since))
    finally:
        engine.dispose()
    lines = recorded.read_text(encoding="ascii").splitlines()
    return build_steps(decisions, read_recorded(lines))


def build_steps(
    decisions: Iterable[LoggedDecision], recorded: Mapping[str, float]
) -> dict[str, Spread]:
    """Return the spread of each step, of recording, and of the whole turn inside the server.

    A step has as many times as turns reached it: a greeting is never searched. Turns whose
    recording nobody timed are left out of the last two.
    """
    times: defaultdict[str, list[float]] = defaultdict(list)
    for logged in decisions:
        if logged.decision is None:
            continue
        for step, took in logged.decision.timings_ms.items():
            times[step].append(took)
        if (took := recorded.get(logged.decision_id, -1.0)) >= 0:
            times[RECORD].append(took)
            times[TURN].append(took + sum(logged.decision.timings_ms.values()))
    named = [name for name in (*STEPS, RECORD, TURN) if name in times]
    unknown = sorted(times.keys() - {*STEPS, RECORD, TURN})
    return {name: build_spread(times[name]) for name in [*unknown, *named]}


def read_recorded(lines: Iterable[str]) -> dict[str, float]:
    """Return what recording each decision took, from the lines that `watched` wrote.

    A last line that the server had no time to finish is left out.

    >>> read_recorded(["a1 2.50", "b2"])
    {'a1': 2.5}
    """
    pairs = (line.split() for line in lines)
    return {pair[0]: float(pair[1]) for pair in pairs if len(pair) == 2}
