"""While the service runs, the quality of its real turns is measured each night, beside it.

Like the purge, it is asked for each hour and done once a day, so that nobody must remember it and a
service that starts late does it at once. It runs in a process of its own, with the lowest priority:
turns do not wait for it, and its memory goes when it ends. By name, because `ui` may not import
`evals`, which an installation may lack.
"""

from __future__ import annotations

import importlib.util
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from threading import Event, Thread

MODULE = "evals.live"
FIRST_S = 600.0
"""Seconds that the service serves before the first time: starting is hard work enough."""
EVERY_S = 3600.0
LOOK_EVERY_S = 1.0

_ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
"""The libraries of arithmetic take every core unless told otherwise."""

logger = logging.getLogger("asistente.calidad")


@contextmanager
def measuring_quality(
    command: Sequence[str] | None = None, first_s: float = FIRST_S, every_s: float = EVERY_S
) -> Iterator[None]:
    """Measure meanwhile, where what measures is installed; stops at once when it is left."""
    if not is_installed(MODULE):
        yield
        return
    order = command or (sys.executable, "-m", MODULE)
    stop = Event()
    thread = Thread(
        target=_keep_measuring, args=(order, stop, first_s, every_s), name="calidad", daemon=True
    )
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def is_installed(module: str) -> bool:
    """Return whether a module can be imported, without importing more than its package.

    >>> is_installed("ui.cli.nightly"), is_installed("absent.altogether")
    (True, False)
    """
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


def _keep_measuring(order: Sequence[str], stop: Event, first_s: float, every_s: float) -> None:
    pause = first_s
    while not stop.wait(pause):
        try:
            _measure(order, stop)
        except OSError as error:  # the machine has no room for one process more: it may have later
            logger.critical("live quality not started: %s", type(error).__name__)
        pause = every_s


def _measure(order: Sequence[str], stop: Event) -> None:
    """Run it to its end, or until the service stops; what it has to say goes to the error log."""
    with subprocess.Popen(
        order,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**os.environ, **_ONE_THREAD},
        start_new_session=True,  # Ctrl-C is for the service, which ends it in order
    ) as child:
        while child.poll() is None:
            if stop.wait(LOOK_EVERY_S):
                child.terminate()
                return
