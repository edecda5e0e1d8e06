"""`asistente eval judge`: what a chat model thinks of the answers, and how far to trust it."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assistant.bootstrap import build_knowledge_base
from assistant.chat_model import build_chat_model
from assistant.settings import load_settings
from evals.fitting.support import load_pairs
from evals.judging.judge import Judge, JudgeError, Trust
from evals.report.results import read_run
from evals.scorers.grounding import source_text

SEED = 8


def judge(
    folder: Annotated[Path | None, typer.Argument(help="Corrida; si falta, la última.")] = None,
    times: Annotated[int, typer.Option(min=3, help="Veces que se pregunta lo mismo.")] = 3,
    sample: Annotated[int, typer.Option(min=1, help="Citas de la corrida que se juzgan.")] = 50,
    pairs: Annotated[int, typer.Option(min=20, help="Pares etiquetados con que se mide.")] = 100,
) -> None:
    """Pide otra opinión a un modelo de chat (ASISTENTE_CHAT_MODEL); no cambia la compuerta."""
    console, settings = Console(), load_settings()
    if not settings.chat_model:
        console.print("Falta el modelo que juzga: pon ASISTENTE_CHAT_MODEL.", style="red")
        raise typer.Exit(2)
    root = settings.data_dir / "evals"
    _, results = read_run(folder or root / "run")
    knowledge = build_knowledge_base(
        settings.model_copy(update={"data_dir": root / "knowledge", "database_url": ""})
    )
    passages = {p.id: p for p in knowledge.store.passages()}
    cited = [
        (c.quote, source_text(passages[c.passage_id]))
        for r in results
        for c in r.seen.cited
        if c.passage_id in passages
    ]
    chosen = random.Random(SEED).sample(cited, min(sample, len(cited)))
    asked = Judge(build_chat_model(settings), times)
    try:
        test = load_pairs("test")[:pairs]
        trust = asked.trust(test)
        verdicts = [asked.ask(*pair).verdict for pair in chosen]
    except JudgeError as error:
        console.print(str(error), style="red", markup=False)
        raise typer.Exit(2) from error
    console.print(f"Juez: {settings.chat_model}, {times} veces cada par", markup=False)
    console.print(trust_text(trust), markup=False)
    yes, no = verdicts.count(True), verdicts.count(False)
    console.print(
        f"Citas de la corrida: sustentadas {yes}, no {no}, sin juicio {verdicts.count(None)}"
    )


def trust_text(trust: Trust) -> str:
    """Return how far to trust the judge, in a line."""
    agreement = "—" if trust.agreement is None else f"{trust.agreement:.0%}"
    kappa = "—" if trust.kappa is None else f"{trust.kappa:.2f}"
    return (
        f"Acuerdo con las personas en {trust.pairs} pares: {agreement} (kappa {kappa}); "
        f"consigo mismo: {trust.steady:.0%}; sin juicio: {trust.unjudged}"
    )
