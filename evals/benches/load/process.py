"""How much memory a process has resident, now and at most, as Linux tells it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Memory:
    """Megabytes resident (MiB): now, and the most since the process began."""

    resident_mb: float
    peak_mb: float


def measure_memory(pid: int) -> Memory:
    """Return the memory of a process."""
    return read_status(Path(f"/proc/{pid}/status").read_text(encoding="utf-8"))


def read_status(status: str) -> Memory:
    r"""Return the memory that `/proc/PID/status` tells (proc_pid_status(5)).

    >>> read_status("Name: python\nVmHWM:  2048 kB\nVmRSS:  1024 kB")
    Memory(resident_mb=1.0, peak_mb=2.0)
    """
    rows = dict(row.split(":", 1) for row in status.splitlines() if ":" in row)
    resident, peak = (int(rows[name].split()[0]) / 1024 for name in ("VmRSS", "VmHWM"))
    return Memory(resident, peak)
