"""Where it was measured: figures of one machine say little of another."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version

from evals.running.machine import describe_machine
from governance.moments import utc_now

_SERVERS = ("fastapi", "uvicorn")
_MOST_BUSY = 0.25
"""Share of the cores that others may use while we measure, before the report says so."""


@dataclass(frozen=True)
class Machine:
    """A machine and what runs on it, when it was looked at, and how busy it was just before."""

    at: datetime
    parts: Mapping[str, str]
    cores: int
    busy: float
    """Load average of the minute before: processes that wanted a core."""

    @property
    def is_shared(self) -> bool:
        """Whether something else was using it, so that the figures are not to be kept."""
        return self.busy > _MOST_BUSY * self.cores


def look_at_machine() -> Machine:
    """Return this machine, as it is now."""
    memory = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") / 2**30
    parts = {
        **describe_machine(),
        "memoria": f"{memory:.0f} GiB",
        **{name: version(name) for name in _SERVERS},
    }
    return Machine(utc_now(), parts, len(os.sched_getaffinity(0)), os.getloadavg()[0])
