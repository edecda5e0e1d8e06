"""The parts of `python -m evals.benches.load` that measure nothing: figures, questions, tables."""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import os
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from scipy.stats import binom

from assistant.assistant import Assistant
from assistant.database import reading
from assistant.pipeline import Step
from evals.benches.load.__main__ import read_clients
from evals.benches.load.clients import Ask, Load, NotAnswered, load
from evals.benches.load.environment import EnvironmentUnavailable, ensure_environment
from evals.benches.load.figures import (
    Figures,
    PeerFigures,
    ServerFigures,
    build_load_figures,
)
from evals.benches.load.machine import Machine
from evals.benches.load.percentiles import Percentile, build_spread, find_ranks
from evals.benches.load.process import Memory, measure_memory
from evals.benches.load.quality import Recall, build_recalls, recall
from evals.benches.load.questions import load_questions, never_asked
from evals.benches.load.report import STEPS as STEP_WORDS
from evals.benches.load.report import write_json, write_markdown
from evals.benches.load.steps import RECORD, STEPS, TURN, build_steps, read_recorded
from evals.benches.load.watched import LOGGER, watch
from evals.statistics.bootstrap import Interval
from evals.suites.case import Case


@pytest.mark.parametrize("share", [0.5, 0.95, 0.99])
@pytest.mark.parametrize("n", [20, 200, 1000, 3000])
def test_the_ranks_of_a_percentile_are_those_of_the_binomial(n: int, share: float) -> None:
    low, high = int(binom.ppf(0.025, n, share)), int(binom.ppf(0.975, n, share)) + 1
    assert find_ranks(n, share) == ((low, high) if low >= 1 and high <= n else None)


def test_the_interval_of_a_percentile_holds_the_true_one_as_often_as_it_says() -> None:
    rng = random.Random(4)
    held = 0
    for _ in range(400):
        p95 = build_spread([rng.random() ** 3 for _ in range(300)]).p95
        assert p95 is not None
        held += p95.low <= 0.95**3 <= p95.high
    assert held / 400 >= 0.93


def test_a_percentile_is_a_time_that_was_measured() -> None:
    spread = build_spread([float(time) for time in range(1000, 0, -1)])
    assert (spread.p50, spread.p95) == (Percentile(500, 469, 532), Percentile(950, 936, 964))
    assert spread.p99 == Percentile(990, 983, 997)


def test_a_tail_is_not_said_of_too_few_times() -> None:
    few, more = build_spread([1.0] * 199), build_spread([1.0] * 999)
    assert few.p50 and not few.p95
    assert more.p95 and not more.p99
    assert build_spread([]).p50 is None


def test_no_question_is_asked_twice_and_a_seed_gives_the_same_ones() -> None:
    questions = load_questions()
    asked = list(itertools.islice(never_asked(questions), 4000))
    assert len(set(asked)) == len(asked)
    assert asked == list(itertools.islice(never_asked(questions), 4000))
    assert {question.rpartition(" (")[0] for question in asked} <= set(questions)


class Scripted:
    """A server that fails some questions and ends some conversations."""

    def __init__(self) -> None:
        self.begun = 0
        self.asked: list[str] = []

    async def talk(self, client: httpx.AsyncClient) -> Ask:
        self.begun += 1

        async def ask(question: str) -> bool:
            self.asked.append(question)
            await asyncio.sleep(0)
            if question == "falla":
                raise NotAnswered("the turn failed")
            return question != "derivar"

        return ask


def run_load(server: Scripted, questions: list[str], clients: int, limit_s: float = 60) -> Load:
    return asyncio.run(load("http://nobody", server.talk, questions, clients, limit_s))


def test_clients_ask_every_question_once_and_errors_are_counted_apart() -> None:
    server = Scripted()
    found = run_load(server, ["a", "falla", "b", "c"], clients=2)
    assert sorted(server.asked) == ["a", "b", "c", "falla"]
    assert (len(found.times_ms), found.errors, found.clients) == (3, 1, 2)


def test_a_conversation_that_waits_for_a_person_is_left_and_none_grows_long() -> None:
    server = Scripted()
    run_load(server, ["derivar", "a"], clients=1)
    assert server.begun == 2
    server = Scripted()
    run_load(server, ["a"] * 11, clients=1)
    assert server.begun == 3


def test_nobody_asks_after_the_limit() -> None:
    server = Scripted()
    run_load(server, ["a"] * 100, clients=3, limit_s=-1)
    assert server.asked == []


def test_the_rate_says_also_its_worst_and_best_fifth() -> None:
    found = Load(1, 10.0, (5.0,) * 6, (0.5, 1.0, 2.5, 4.5, 6.5, 10.0), 0)
    assert (found.rate, found.rates) == (0.6, (0.5, 1.0))


def test_the_memory_of_a_process_is_no_more_than_its_peak() -> None:
    memory = measure_memory(os.getpid())
    assert 0 < memory.resident_mb <= memory.peak_mb


@pytest.fixture
def recorded_file(tmp_path: Path) -> Iterator[Path]:
    # Tests before this one may have silenced the process or configured logging anew.
    logging.disable(logging.NOTSET)
    logging.getLogger(LOGGER).disabled = False
    handler = watch(tmp_path / "recorded.txt")
    yield tmp_path / "recorded.txt"
    logger = logging.getLogger(LOGGER)
    logger.removeHandler(handler)
    logger.setLevel(logging.NOTSET)
    logger.propagate = True


def test_what_a_turn_took_is_read_from_the_log_and_from_what_the_program_says_of_recording(
    assistant: Assistant, recorded_file: Path
) -> None:
    talk = assistant.start("ciudadania", "api")
    reply = assistant.reply(talk.id, "¿Quién puede postular al concurso?", "api")
    with reading(assistant.engine) as connection:
        decisions = [
            logged
            for logged in assistant.log.decisions(connection)
            if logged.decision and logged.decision.conversation_id == talk.id
        ]
    recorded = read_recorded(recorded_file.read_text().splitlines())
    assert list(recorded) == [reply.decision_id]
    steps = build_steps(decisions, recorded)
    assert list(steps)[-2:] == [RECORD, TURN]
    assert {"redact", "understand", "route", "retrieve", "compose", "verify"} <= steps.keys()
    assert {spread.n for spread in steps.values()} == {1}


def test_every_step_of_the_assistant_has_its_place_and_its_words(assistant: Assistant) -> None:
    steps: list[Step] = list(assistant.steps)
    assert tuple(type(step).__name__.lower() for step in steps) == STEPS
    assert {*STEPS, RECORD, TURN} == STEP_WORDS.keys()


FACTS = {"d#a": ["A01"], "d#b": ["A02", "A03"], "d#c": []}


def test_recall_is_the_share_of_the_facts_that_the_best_passages_hold() -> None:
    cases = [
        Case(id=str(n), suite="answers", question="¿?", expected_action="answer", gold=gold)
        for n, gold in enumerate([("A01",), ("A01", "A02"), ("A03",)])
    ]
    found = [["d#a", "d#c"], ["d#a", "d#b"], ["d#c", "d#a"]]
    first, fifth = build_recalls(cases, found, FACTS)
    assert first.share.mean == 0.5
    assert fifth.share.mean == pytest.approx(2 / 3)
    assert first.share.low <= first.share.mean <= first.share.high
    assert recall(["A03"], ["unknown"], FACTS) == 0


def small_figures() -> Figures:
    load_figures = build_load_figures(Load(10, 8.0, (40.0,) * 250, (1.0,) * 250, 2))
    memory = Memory(500, 510)
    spread = build_spread([40.0] * 250)
    found = tuple(Recall(k, Interval(0.9, 0.86, 0.94), 227) for k in (1, 5))
    peer = PeerFigures("ours", 9.0, spread, (load_figures,), memory, memory, found)
    return Figures(
        machine=Machine(datetime(2026, 11, 21, 15, tzinfo=UTC), {"procesador": "Z80"}, 2, 0.1),
        knowledge_base="abc",
        passages=767,
        server=ServerFigures(9.5, (load_figures,), {"10": {"redact": spread}}, memory, memory),
        peers=(peer, replace(peer, name="langchain")),
        not_measured=("Haystack: sin red",),
    )


def test_the_table_says_figures_intervals_and_what_each_system_does() -> None:
    told = write_markdown(small_figures())
    assert "| 10 | 250 | 2 | 31.2 (0.0–156.2) | 40 ms [40–40] | 40 ms [40–40] | — |" in told
    assert "| enmascarar | 250 |" in told
    assert "0.900 [0.860–0.940]" in told
    assert "No enmascara datos personales" in told and "encadenado" in told
    assert "- Haystack: sin red" in told
    assert "21-11-2026 12:00" in told and "procesador Z80" in told
    rows = [line for line in told.splitlines() if line.startswith("|")]
    assert {row[-1] for row in rows} == {"|"}


def test_a_busy_machine_is_said_and_an_idle_one_is_not() -> None:
    idle = small_figures()
    busy = replace(idle, machine=replace(idle.machine, busy=1.9))
    assert "no estaba libre" in write_markdown(busy)
    assert "no estaba libre" not in write_markdown(idle)


def test_without_peers_nothing_is_compared() -> None:
    told = write_markdown(replace(small_figures(), peers=(), not_measured=()))
    assert "LangChain" not in told and "No se pudo" not in told


def test_the_json_holds_what_the_table_says() -> None:
    read = json.loads(write_json(small_figures()))
    assert read["server"]["loads"][0]["waits_ms"]["p95"]["value"] == 40
    assert read["server"]["loads"][0]["waits_ms"]["p99"] is None
    assert read["peers"][1]["recalls"][1]["share"]["low"] == 0.86


@pytest.mark.parametrize("wrong", ["", "0", "1,x", "1,-2", "1,,2"])
def test_clients_that_are_not_numbers_are_explained(wrong: str) -> None:
    with pytest.raises(ValueError, match="números enteros con comas"):
        read_clients(wrong)
    assert read_clients("1, 10,50") == (1, 10, 50)


def test_an_environment_that_cannot_be_installed_is_explained_and_never_taken_as_made(
    tmp_path: Path,
) -> None:
    pins = tmp_path / "pins.txt"
    pins.write_text("./no-esta", encoding="utf-8")
    for _ in range(2):
        with pytest.raises(EnvironmentUnavailable, match="make setup"):
            ensure_environment(tmp_path / "env", pins)
