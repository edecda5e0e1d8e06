"""Runs the peers one after the other; one that cannot be run is said so, and the others go on."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx

from assistant.settings import Settings
from evals.benches.load.environment import EnvironmentUnavailable, ensure_environment
from evals.benches.load.figures import PeerFigures
from evals.benches.load.measuring import Amount, environment_of, measure_peer, worker
from evals.benches.load.peers.contract import NAMES, PEERS, PeerName
from evals.benches.load.peers.corpus import Corpus


def compare(
    settings: Settings,
    corpus: Corpus,
    questions: Iterator[str],
    amount: Amount,
    environment: Path,
    progress: Callable[[str], None],
) -> tuple[tuple[PeerFigures, ...], tuple[str, ...]]:
    """Return the figures of each system that could be measured, and why the others could not."""
    corpus.save(settings.data_dir)
    measured, problems = list[PeerFigures](), list[str]()
    for name in PEERS:
        progress(f"{NAMES[name]}: preparándolo…")
        try:
            python = _python(name, environment)
            _fill(name, settings, python)
            progress(f"{NAMES[name]}: midiéndolo…")
            figures = asyncio.run(measure_peer(name, python, settings, corpus, questions, amount))
        except (EnvironmentUnavailable, httpx.HTTPError, SystemExit) as error:
            problems.append(f"{NAMES[name]}: {str(error) or type(error).__name__}")
            progress(problems[-1])
        else:
            measured.append(figures)
    return tuple(measured), tuple(problems)


def _python(name: PeerName, environment: Path) -> str:
    return str(ensure_environment(environment)) if name == "haystack" else sys.executable


def _fill(name: PeerName, settings: Settings, python: str) -> None:
    if name == "ours":
        return  # its index came with the copy of the data
    done = subprocess.run(
        [python, *worker(name, settings), "--fill"],
        env=environment_of(settings),
        capture_output=True,
        text=True,
    )
    if done.returncode:
        last = "\n".join(done.stderr.strip().splitlines()[-5:])
        raise EnvironmentUnavailable(f"no abre:\n{last}")
