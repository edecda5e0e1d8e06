"""/transparencia/cifras: the figures as a page and as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from governance.registers.days import written
from ui.transparency.counting import FEWEST, STEP
from ui.transparency.facts import Facts
from ui.transparency.figures import ATTENTION, OPINIONS, WINDOW, Figures
from ui.transparency.frame import (
    Html,
    Sheet,
    items,
    link,
    moment,
    notice,
    paragraph,
    section,
    sheet,
    table,
)
from ui.transparency.nights import METRICS, VERDICTS, Night
from ui.transparency.open_data import licence_words, load_dataset, to_csv, to_json
from ui.transparency.record_page import PATH as RECORD
from ui.transparency.usage import ENDINGS, Period

PATH = "/transparencia/cifras"
SIGNED = f"{RECORD}#comprobar"
MINUTES = int(STEP.total_seconds()) // 60
NOTHING_ASKED = "Todavía no hay preguntas que contar."
NO_NIGHTS = "Todavía no hay noches revisadas. La revisión empieza al día siguiente de abrir."


@dataclass(frozen=True)
class Row:
    """A figure in the files; its fields are those of the files, in their order."""

    grupo: str
    medida: str
    desde: date
    hasta: date
    valor: int | None
    unidad: str
    nota: str


def figures_page(facts: Facts, figures: Figures) -> Sheet:
    """Return the page."""
    name = facts.institution.institution.nombre
    return sheet(PATH, "Cifras de uso y calidad", _parts(figures), name)


def figures_csv(figures: Figures) -> Sheet:
    """Return the figures for a spreadsheet."""
    return to_csv("cifras.csv", load_dataset("cifras"), rows(figures))


def figures_json(facts: Facts, figures: Figures) -> Sheet:
    """Return the figures with what they mean."""
    name = facts.institution.institution.nombre
    found = list(rows(figures))
    return to_json("cifras.json", load_dataset("cifras"), found, figures.at, name)


def rows(figures: Figures) -> Iterator[Row]:
    """Yield every figure as the files have it."""
    for name, periods in (("Uso por semana", figures.usage.weeks),
                          ("Uso por mes", figures.usage.months)):  # fmt: skip
        for period in periods:
            yield from _period_rows(name, period)
    for one in figures.recent:
        since, until, cell = figures.since, figures.today, one.cell
        yield Row(one.group, one.name, since, until, cell.value, one.unit, cell.note)
    for night in figures.nights:
        yield from _night_rows(night)


def _period_rows(group: str, period: Period) -> Iterator[Row]:
    begins, ends = period.begins, period.ends
    told = period.conversations
    yield Row(group, "Conversaciones", begins, ends, told.value, "conversaciones", told.note)
    counted = {"Preguntas": period.turns, **period.by_ending}
    for name, cell in counted.items():
        yield Row(group, name, begins, ends, cell.value, "turnos", cell.note)


def _night_rows(night: Night) -> Iterator[Row]:
    group, day = "Revisión de cada noche", night.day
    for name, cell in (("Preguntas", night.turns), ("Revisadas", night.sampled)):
        yield Row(group, name, day, day, cell.value, "turnos", cell.note)
    for one in night.measures:
        name, verdict = METRICS.get(one.metric, one.metric), VERDICTS.get(one.verdict, one.verdict)
        note = verdict if one.cell.value is not None else f"{verdict}; {one.cell.note}"
        yield Row(group, name, day, day, one.cell.value, "por ciento", note)


def _parts(figures: Figures) -> Iterator[str]:
    yield paragraph(
        f"Al {moment(figures.at)}. Solo se cuenta lo que escribe la ciudadanía, salvo en la "
        "revisión de cada noche. Nadie sabe quién es quién: cada conversación cuenta como una "
        "persona."
    )
    yield notice(
        f"Para no apuntar a nadie, si son menos de {FEWEST} personas no se dice la cifra. Los "
        f"conteos se redondean de {FEWEST} en {FEWEST}: por eso las sumas pueden no calzar. Los "
        f"porcentajes van sin decimales. Las esperas suben de {MINUTES} en {MINUTES} minutos."
    )
    yield paragraph(
        Html(
            f"Hay un conteo exacto, a propósito. Con los {link(SIGNED, 'días firmados')} "
            "cualquiera puede contar cuántos asientos tiene el registro cada día. Así se nota si "
            "falta uno."
        )
    )
    yield paragraph(
        "«En parte»: respondió una parte. «Otro tema»: no era de lo suyo. «A una persona»: pasó a "
        "la fila de las personas que atienden. «Falla»: falló o estaba suspendido."
    )
    yield section("semanas", "Preguntas por semana", _periods("semana", figures.usage.weeks))
    yield section("meses", "Preguntas por mes", _periods("mes", figures.usage.months))
    yield section("atencion", ATTENTION, _recent(figures, ATTENTION))
    yield section(
        "opiniones",
        OPINIONS,
        paragraph("Bajo cada respuesta puedes decir si te sirvió. Cada opinión cuenta una vez."),
        _recent(figures, OPINIONS),
    )
    yield section("calidad", "Revisión de cada noche", *_nights(figures.nights))
    files = [link(f"{PATH}.csv", "Planilla (CSV)"), link(f"{PATH}.json", "Datos (JSON)")]
    dataset = load_dataset("cifras")
    yield section(
        "datos",
        "Llévate los datos",
        items(files),
        paragraph(licence_words(dataset.licence)),
        table("Qué es cada campo", ("Campo", "Qué dice"), list(dataset.fields.items())),
    )


def _periods(each: str, periods: Sequence[Period]) -> str:
    if not periods:
        return paragraph(NOTHING_ASKED)
    head = ("Desde", "Conversaciones", "Preguntas", *ENDINGS)
    lines = [
        (
            f"{written(one.begins)}{' (en curso)' if one.is_current else ''}",
            one.conversations.shown,
            one.turns.shown,
            *(cell.shown for cell in one.by_ending.values()),
        )
        for one in periods
    ]
    caption = f"Cómo terminaron las preguntas de cada {each}"
    return f'<div class="ancha">\n{table(caption, head, lines)}\n</div>'


def _recent(figures: Figures, group: str) -> str:
    lines = [(one.name, one.cell.shown) for one in figures.recent if one.group == group]
    caption = f"Últimos {WINDOW} días, desde el {written(figures.since)}"
    return table(caption, ("Qué se cuenta", "Cuánto"), lines)


def _nights(nights: Sequence[Night]) -> Iterator[str]:
    yield paragraph(
        "Cada noche un programa revisa una muestra de las respuestas del día. Mira si tienen "
        "respaldo, si las citas son buenas y si quedó algún dato personal sin tapar."
    )
    yield paragraph(
        "La revisión no anota de cuántas conversaciones son esas preguntas: varias pueden ser de "
        "una sola persona. También mira las de funcionarios. Por eso aquí se cuentan preguntas, y "
        f"no se dice la cifra si son menos de {FEWEST}."
    )
    if not nights:
        yield paragraph(NO_NIGHTS)
        return
    last = nights[0]
    lines = [
        (
            METRICS.get(one.metric, one.metric),
            one.cell.shown,
            f"{round(100 * one.floor)} % o más",
            VERDICTS.get(one.verdict, one.verdict),
        )
        for one in last.measures
    ]
    lines.append(_judged("Datos personales sin tapar", "ninguno", last.redaction.verdict))
    lines.append(_judged("Preguntas sin respuesta", "como otras noches", last.abstention.verdict))
    head = ("Qué se mira", "Resultado", "Se espera", "Cómo salió")
    yield table(f"La última: {written(last.day)}, {last.sampled.shown} revisadas", head, lines)
    told = [
        (written(one.day), one.turns.shown, one.sampled.shown, VERDICTS.get(one.verdict, ""))
        for one in nights
    ]
    yield table("Las últimas noches", ("Día", "Preguntas", "Revisadas", "Cómo salió"), told)
    yield paragraph(
        "Antes de publicar una versión se prueba además con casos escritos. Esos resultados no "
        "están en esta página."
    )


def _judged(name: str, expected: str, verdict: str) -> tuple[str, str, str, str]:
    return name, "No se publica la cifra", expected, VERDICTS.get(verdict, verdict)
