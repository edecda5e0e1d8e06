"""Processes that record turns as fast as they can, and say which ones they would have shown.

Each is a fork of this one, so that it begins to write at once. It says that a turn was answered
only after `Assistant.reply` returned it, over a pipe that outlives it: whatever arrived there is
what a person could have read.
"""

from __future__ import annotations

import logging
import os
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from multiprocessing import get_context
from multiprocessing.context import ForkProcess
from typing import NamedTuple

from assistant.assistant import Assistant
from assistant.database import DatabaseError, build_engine
from assistant.pipeline import Step
from assistant.turn import Label, Outcome, Turn

TURNS_OF_A_TALK = 12

SAID = (
    "¿Quién puede postular?",
    "¿Qué documentos piden?",
    "gracias",
    "derivar",
    "¿siguen ahí?",
    "seguir con el asistente",
)


class Shown(NamedTuple):
    """An answer that a person could have read: where, which entry holds it, and its words."""

    conversation_id: str
    decision_id: str
    digest: str


def digest(text: str) -> str:
    """Return what identifies the words of an answer."""
    return sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Answer:
    """The only step of a light turn: it takes no time, so that a kill falls while it is written."""

    def __call__(self, turn: Turn) -> Turn:
        """Return the turn, answered with small talk."""
        return replace(
            turn, text="", redacted=turn.text, outcome=Outcome.SMALL_TALK, label=Label.GREETING
        )


LIGHT: Sequence[Step] = (Answer(),)


class Writer:
    """A process that writes until it is killed."""

    def __init__(self, assistant: Assistant, url: str, seed: int) -> None:
        """Start it on the database of `url`, as another process of the same installation."""
        self._reads, writes = os.pipe()
        context = get_context("fork")
        self._process: ForkProcess = context.Process(
            target=_write, args=(assistant, url, writes, seed), daemon=True
        )
        self._process.start()
        os.close(writes)
        os.set_blocking(self._reads, False)
        self._rest = b""

    @property
    def pid(self) -> int:
        """Which process it is."""
        assert self._process.pid is not None
        return self._process.pid

    def heard(self) -> list[Shown]:
        """Return what it showed since it was last asked."""
        while True:
            try:
                more = os.read(self._reads, 1 << 16)
            except BlockingIOError:
                break
            if not more:
                break
            self._rest += more
        *whole, self._rest = self._rest.split(b"\n")
        return [Shown(*line.decode().split("\t")) for line in whole]

    def kill(self) -> list[Shown]:
        """Kill it with SIGKILL, and return the last that it showed."""
        self._process.kill()
        self._process.join()
        last = self.heard()
        os.close(self._reads)
        return last


def _write(assistant: Assistant, url: str, pipe: int, seed: int) -> None:
    logging.disable(logging.CRITICAL)  # what is lost on purpose would fill the screen
    rng = random.Random(seed)
    mine = replace(assistant, engine=build_engine(url))
    mine.alarm.watches = False
    while True:
        try:
            talk = mine.start("ciudadania", "api").id
        except DatabaseError:  # it is down: whoever writes comes back in a moment
            time.sleep(0.05)
            continue
        for _ in range(TURNS_OF_A_TALK):
            reply = mine.reply(talk, rng.choice(SAID), "api")
            if reply.outcome != Outcome.FAILED and reply.text:
                line = "\t".join((talk, reply.decision_id or "", digest(reply.text)))
                os.write(pipe, line.encode() + b"\n")
