"""`asistente eval`: measure the assistant, judge what was measured, and compare.

Exit codes: 0 well, 1 the gate does not pass, 2 it could not be done, 3 not enough data to say.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Annotated, cast, get_args

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from assistant.settings import load_settings
from evals.bias.command import bias
from evals.ecosystem.command import export
from evals.evaluation import DAY, SUITES, After, Evaluation, Tell
from evals.gates.baseline import (
    BASELINE_FILE,
    Baseline,
    BaselineError,
    make_baseline,
    read_baseline,
    write_baseline,
)
from evals.gates.gate import EXIT_CODES, Gate, GateReport, Verdict
from evals.gates.rules import GATES_FILE, GateError, load_rules
from evals.judging.command import judge
from evals.live.command import live
from evals.report.compare import compare_runs
from evals.report.results import Result, RunError, RunRecord, read_run
from evals.report.sides import side_of_baseline, side_of_run
from evals.report.writing import COMPARISON, PAGE, write_comparison, write_reports
from evals.running.begun import BegunError
from evals.running.runner import default_processes
from evals.scorers.score import METRICS
from evals.suites.case import Case, CaseError, Kind
from evals.suites.catalogue import TITLES
from evals.suites.public import PublicKind, load_public

IMPOSSIBLE = 2
WORDS = {
    Verdict.PASS: "[green]PASA[/]",
    Verdict.FAIL: "[red]NO PASA[/]",
    Verdict.NOT_ENOUGH: "[yellow]FALTAN DATOS[/]",
}

app = typer.Typer(
    help="Mide al asistente con sus casos, juzga la medición y la compara con otra.",
    no_args_is_help=True,
)
app.command()(bias)
app.command()(live)
app.command()(judge)
app.command()(export)

Run = Annotated[Path | None, typer.Argument(help="Carpeta de una corrida; si falta, la última.")]
Gates = Annotated[Path, typer.Option(help="Archivo con las reglas.")]
BaselineOption = Annotated[Path, typer.Option(help="Archivo de la línea base.")]


@app.command()
def run(
    only: Annotated[
        list[str] | None,
        typer.Option(help=f"Solo estas suites; se puede repetir. Hay: {', '.join(SUITES)}."),
    ] = None,
    out: Annotated[Path | None, typer.Option(help="Carpeta donde dejar la corrida.")] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Seguir la corrida que quedó a medias.")
    ] = False,
    processes: Annotated[
        int | None, typer.Option(min=1, help="Procesos a la vez; si falta, uno por núcleo.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Casos de cada suite.")] = None,
    day: Annotated[
        str, typer.Option(help="Día en que se pregunta (AAAA-MM-DD).")
    ] = DAY.isoformat(),
    gate: Annotated[
        bool, typer.Option("--gate", help="Juzgar la corrida al terminar, y salir con su código.")
    ] = False,
    fail_fast: Annotated[
        bool, typer.Option("--fail-fast", help="Con --gate: parar en cuanto no pueda pasar.")
    ] = False,
    suite: Annotated[
        str | None, typer.Option(help="Un conjunto público, con --path: xquad, charla, ataques.")
    ] = None,
    path: Annotated[Path | None, typer.Option(help="Archivo del conjunto público.")] = None,
    gates: Gates = GATES_FILE,
    baseline: BaselineOption = BASELINE_FILE,
) -> None:
    """Pregunta los casos, los puntúa y escribe el informe."""
    settings = load_settings()
    if suite in ("squad", "xquad"):
        _run_squad(path)
        return
    root = settings.data_dir / "evals"
    folder = out or root / ("run" if suite is None else "publica")
    if not resume and folder.exists():
        # The last run makes room: `compare` needs two, and people name those that they keep.
        _make_room(folder)
    evaluation = Evaluation(settings, root, processes or default_processes(), _day(day))
    jury = _gate(gates, baseline) if gate else None
    try:
        given = _public(suite, path, limit)
        with _progress() as tell:
            record, results = evaluation.run(
                folder,
                tuple(given) if given else _chosen(only),
                tell,
                limit,
                _after(jury, fail_fast),
                given,
            )
    except (BegunError, CaseError) as error:
        raise _impossible(str(error)) from error
    report = jury.check(record, results) if jury else None
    before = _accepted(baseline) if suite is None else None
    compared = compare_runs(side_of_baseline(before), record, results) if before else None
    write_reports(folder, record, results, compared, report, evaluation.passages())
    _show(record, report)
    Console().print(f"Informe: {folder / PAGE}")
    if report is not None:
        raise typer.Exit(EXIT_CODES[report.verdict])


@app.command()
def gate(
    folder: Run = None, gates: Gates = GATES_FILE, baseline: BaselineOption = BASELINE_FILE
) -> None:
    """Juzga una corrida: sale con 0 si pasa, 1 si no pasa, 3 si faltan datos."""
    record, results = _read(folder)
    report = _gate(gates, baseline).check(record, results)
    _show(record, report)
    raise typer.Exit(EXIT_CODES[report.verdict])


@app.command()
def accept(
    reason: Annotated[str, typer.Option(help="Por qué se acepta; queda escrito en la línea base.")],
    folder: Run = None,
    baseline: BaselineOption = BASELINE_FILE,
) -> None:
    """Deja una corrida como línea base: lo que hoy está bien no se puede perder mañana."""
    record, results = _read(folder)
    if not reason.strip():
        raise _impossible("Di por qué se acepta, con --reason.")
    try:
        write_baseline(make_baseline(record, results, reason.strip()), baseline)
    except BaselineError as error:
        raise _impossible(str(error)) from error
    Console().print(f"Línea base: {baseline}. Revísala con «git diff» antes de guardarla.")


@app.command()
def compare(
    first: Annotated[Path, typer.Argument(help="Carpeta de la corrida de antes.")],
    second: Annotated[Path, typer.Argument(help="Carpeta de la corrida de ahora.")],
) -> None:
    """Compara dos corridas caso a caso y dice qué cambió de verdad."""
    (was, before), (record, results) = _read(first), _read(second)
    found = compare_runs(side_of_run(was, before), record, results)
    for reason in found.refused:
        Console(stderr=True).print(reason, style="yellow", markup=False)
    if not found.changes:
        raise _impossible("No hay nada que comparar entre las dos corridas.")
    settings = load_settings()
    passages = Evaluation(settings, settings.data_dir / "evals", 1).passages()
    page = second / COMPARISON
    write_comparison(page, found, passages)
    table = Table("suite", "medida", "antes", "ahora", "cambio", "95 %", "p (Holm)")
    for change in found.primary:
        d = change.paired.difference
        table.add_row(
            TITLES[change.suite],
            METRICS.get(change.metric, change.metric),
            f"{change.before:.1%}",
            f"{change.now:.1%}",
            f"{100 * d.mean:+.1f}",
            f"{100 * d.low:+.1f} a {100 * d.high:+.1f}",
            f"{change.p_holm:.3f}",
        )
    console = Console()
    console.print(table)
    worse, better = len(found.newly_failing), len(found.newly_passing)
    console.print(f"Casos que dejaron de estar bien: {worse}; que ahora están bien: {better}.")
    console.print(f"Comparación: {page}")


def _run_squad(path: Path | None) -> None:
    from assistant.confidence import load_calibration
    from evals.suites.squad import SquadError, run_squad

    if path is None:
        raise _impossible("Falta el archivo del conjunto: --path ARCHIVO.json")
    try:
        with _progress() as tell:
            found = run_squad(path, load_calibration(), lambda d, t: tell("Ingestando", d, t))
    except SquadError as error:
        raise _impossible(str(error)) from error
    console = Console()
    console.print(f"{path.name}: {found.questions} preguntas, {found.paragraphs} párrafos")
    console.print(f"R@1 {found.first:.3f} · R@5 {found.among_five:.3f}")
    console.print(f"con su párrafo o sin él, AUROC {found.auroc:.3f}")
    console.print(f"respuesta dentro de lo mostrado {found.shown:.3f}")


def _public(
    suite: str | None, path: Path | None, limit: int | None
) -> dict[Kind, list[Case]] | None:
    if suite is None:
        return None
    if path is None or suite not in get_args(PublicKind):
        kinds = ", ".join(("xquad", *get_args(PublicKind)))
        raise CaseError(
            f"Los conjuntos públicos van así: --suite NOMBRE --path ARCHIVO. Hay: {kinds}."
        )
    return {"abstention": load_public(cast(PublicKind, suite), path, limit)}


def _chosen(only: list[str] | None) -> tuple[Kind, ...]:
    names = [name for given in only or [] for name in given.split(",")]
    if unknown := sorted(set(names) - set(SUITES)):
        raise _impossible(f"No existe la suite «{unknown[0]}». Hay: {', '.join(SUITES)}.")
    return tuple(s for s in SUITES if s in names) if names else SUITES


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _impossible(f"«{text}» no es un día; escríbelo así: 2026-11-22") from None


def _make_room(folder: Path) -> None:
    previous = folder.with_name(f"{folder.name}-anterior")
    shutil.rmtree(previous, ignore_errors=True)
    folder.rename(previous)


def _gate(gates: Path, baseline: Path) -> Gate:
    try:
        return Gate(load_rules(gates), _accepted(baseline))
    except GateError as error:
        raise _impossible(str(error)) from error


def _accepted(path: Path) -> Baseline | None:
    try:
        return read_baseline(path)
    except BaselineError as error:
        Console(stderr=True).print(str(error), style="yellow", markup=False)
        return None


def _after(judge: Gate | None, fail_fast: bool) -> After:
    if judge is None or not fail_fast:
        return lambda record, fresh: True
    return lambda record, fresh: not judge.hopeless(fresh[0].case.suite, record, fresh)


def _read(folder: Path | None) -> tuple[RunRecord, list[Result]]:
    try:
        return read_run(folder or load_settings().data_dir / "evals" / "run")
    except RunError as error:
        raise _impossible(str(error)) from error


def _impossible(text: str) -> typer.Exit:
    Console(stderr=True).print(text, style="red", markup=False)
    return typer.Exit(IMPOSSIBLE)


@contextmanager
def _progress() -> Iterator[Tell]:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, TaskID] = {}

        def tell(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = progress.add_task(what, total=total)
            progress.update(tasks[what], completed=done, total=total)

        yield tell


def _show(record: RunRecord, report: GateReport | None) -> None:
    console = Console()
    table = Table("suite", "medida", "casos", "valor", "95 %")
    for figure in record.figures:
        if not figure.stratum and figure.mean is not None:
            bounds = f"{figure.low:.1%} – {figure.high:.1%}"
            named = METRICS.get(figure.metric, figure.metric)
            mean = f"{figure.mean:.1%}"
            table.add_row(TITLES[figure.suite], named, str(figure.cases), mean, bounds)
    console.print(table)
    if report is None:
        return
    for finding in report.findings:
        if finding.verdict != Verdict.PASS:
            console.print(
                f"{WORDS[finding.verdict]} {escape(finding.rule)}: {escape(finding.text)}"
            )
    console.print(f"Compuerta: {WORDS[report.verdict]} ({len(report.findings)} reglas)")
