"""How well a system is classified in conversation: `python -m evals.interviewing.run [--show]`.

Eighty officials (`evals/cases/conversaciones.yaml`) talk with the assistant as they would. What
counts: the right facts and level at the end, and never a level too low.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from assistant.assistant import Assistant
from assistant.bootstrap import build
from assistant.settings import load_settings
from evals.interviewing.cases import ConversationCase, load_conversations
from evals.interviewing.judge import Verdict, everything_stored, judge
from evals.interviewing.talk import Said, converse
from evals.statistics.shares import Share


def run_conversations(
    assistant: Assistant, cases: Sequence[ConversationCase]
) -> tuple[Verdict, ...]:
    """Return the verdict on every case, in order, all with the same assistant."""
    verdicts = []
    for case in cases:
        talk = converse(assistant, case)
        stored = everything_stored(assistant.engine) if case.expect.not_stored else ""
        verdicts.append(judge(talk, stored))
    return tuple(verdicts)


def measures(verdicts: Sequence[Verdict]) -> Mapping[str, str]:
    """Return the figures of a run, by name."""
    turns = [t for v in verdicts for t in v.talk.turns]
    asides, returns = [t for t in turns if t.is_aside], [t for t in turns if t.is_return]
    lengths = [len(v.talk.turns) for v in verdicts if v.talk.end == "terminada"]
    return {
        "llegan a los hechos y al nivel correctos": str(_reaching(verdicts)),
        "· de desarrollo": str(_reaching([v for v in verdicts if not v.talk.case.is_held_out])),
        "· apartadas": str(_reaching([v for v in verdicts if v.talk.case.is_held_out])),
        "· con trampa": str(_reaching([v for v in verdicts if v.talk.case.trap])),
        "sin ningún reparo": str(Share(sum(v.is_right for v in verdicts), len(verdicts))),
        "con un nivel demasiado bajo (debe ser 0)": str(sum(v.too_low for v in verdicts)),
        "turnos hasta terminar: mediana · máximo": (
            f"{median(lengths):.0f} · {max(lengths)}" if lengths else "—"
        ),
        "turnos sin entender": str(Share(sum(not t.was_understood for t in turns), len(turns))),
        "apartes atendidos sin perder el lugar": str(_kept(asides)),
        "pausas retomadas donde iban": str(_kept(returns)),
    }


def _reaching(verdicts: Sequence[Verdict]) -> Share:
    return Share(sum(v.reaches for v in verdicts), len(verdicts))


def _kept(turns: Sequence[Said]) -> Share:
    return Share(sum(turn.was_kept for turn in turns), len(turns))


def transcript(verdict: Verdict) -> str:
    """Return what was said, turn by turn, with the state that each reply left."""
    lines = [f"## {verdict.talk.case.id} · {verdict.talk.case.who}"]
    lines += [f"!! {problem}" for problem in verdict.problems]
    for turn in verdict.talk.turns:
        now = turn.reply.interview
        state = f" [{now.stage} {now.pending or now.question or ''}]" if now else ""
        lines += [f"  > {turn.line.say}", f"  <{state} {turn.reply.text.replace(chr(10), ' / ')}"]
    return "\n".join(lines)


def main() -> None:
    """Run the cases, print the measures and each conversation that did not go well."""
    parser = argparse.ArgumentParser(description="Mide la clasificación en conversación.")
    parser.add_argument("--only", help="un caso o varios, separados por comas")
    parser.add_argument("--show", action="store_true", help="mostrar las que tienen reparos")
    parser.add_argument("--data", type=Path, help="carpeta de datos (si falta, una temporal)")
    options = parser.parse_args()
    cases = load_conversations()
    if options.only:
        cases = tuple(case for case in cases if case.id in options.only.split(","))
    with tempfile.TemporaryDirectory() as folder:
        # Never the installation's own: eighty invented systems would be registered in it.
        settings = load_settings(data_dir=options.data or Path(folder), database_url="")
        verdicts = run_conversations(build(settings), cases)
    for name, value in measures(verdicts).items():
        print(f"{name}: {value}")
    for verdict in verdicts:
        if options.show and (options.only or not verdict.is_right):
            print(f"\n{transcript(verdict)}")
        elif not verdict.is_right:
            print(f"{verdict.talk.case.id}: {'; '.join(verdict.problems)}")


if __name__ == "__main__":
    main()
