"""The service measures the quality of its turns by itself, beside it and only while it serves."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from threading import Event

import pytest

from ui.cli import nightly
from ui.cli.nightly import measuring_quality


def leaving(word: str, file: Path, then: str = "") -> tuple[str, ...]:
    """A program that writes its process, whole, and goes on."""
    script = (
        "import os, sys, time\n"
        f"open({str(file) + '.draft'!r}, 'a').write(f'{word} {{os.getpid()}} '"
        " + os.environ['OMP_NUM_THREADS'] + '\\n')\n"
        f"os.replace({str(file) + '.draft'!r}, {str(file)!r})\n{then}"
    )
    return sys.executable, "-c", script


def wait_for(file: Path) -> str:
    for _ in range(600):
        if file.exists():
            return file.read_text()
        Event().wait(0.05)
    raise AssertionError("it was never started")


def is_alive(process: int) -> bool:
    try:
        os.kill(process, signal.SIG_DFL)
    except ProcessLookupError:
        return False
    return True


def test_it_runs_beside_the_service_and_leaves_it_the_other_cores(tmp_path: Path) -> None:
    with measuring_quality(leaving("hecho", tmp_path / "marca"), first_s=0):
        assert wait_for(tmp_path / "marca").split()[::2] == ["hecho", "1"]


def test_a_service_that_stops_does_not_wait_for_it(tmp_path: Path) -> None:
    order = leaving("largo", tmp_path / "marca", "time.sleep(600)")
    with measuring_quality(order, first_s=0):
        process = int(wait_for(tmp_path / "marca").split()[1])
        assert is_alive(process)
    assert not is_alive(process)


def test_what_cannot_be_started_is_told_and_stops_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = Event()
    monkeypatch.setattr(nightly.logger, "critical", lambda *_: told.set())
    with measuring_quality(("/no/existe/tal/programa",), first_s=0):
        assert told.wait(30)


def test_where_evaluations_are_not_installed_nothing_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(nightly, "MODULE", "absent.altogether")
    with measuring_quality(leaving("hecho", tmp_path / "marca"), first_s=0):
        pass
    assert not list(tmp_path.iterdir())


def test_a_service_that_has_just_started_is_left_alone(tmp_path: Path) -> None:
    with measuring_quality(leaving("hecho", tmp_path / "marca")):
        pass
    assert not list(tmp_path.iterdir())
