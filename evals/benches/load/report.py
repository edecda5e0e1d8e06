"""The figures as a person reads them (Markdown, in Spanish) and as a machine does (JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from types import MappingProxyType

from evals.benches.load.figures import Figures, LoadFigures, PeerFigures, ServerFigures
from evals.benches.load.machine import Machine
from evals.benches.load.peers.contract import CHAIN_K, NAMES, PeerName
from evals.benches.load.percentiles import Percentile, Spread
from evals.benches.load.process import Memory
from governance.registers.days import CHILE

_CHAIN = (
    f"Busca los {CHAIN_K} fragmentos más cercanos en Chroma, los pone en el texto que recibe el "
    "modelo y devuelve lo que el modelo dice. El modelo repite lo que recibe, porque aquí no hay "
    "ninguno; uno real sumaría segundos. No enmascara datos personales, no encamina, no se abstiene"
    ", no comprueba, no cita y no guarda nada."
)
WHAT_IT_DOES: Mapping[PeerName, str] = MappingProxyType(
    {
        "ours": "El turno completo: abre una conversación, enmascara datos personales, encamina, "
        "busca por significado y por palabras, redacta con frases de los fragmentos, comprueba "
        "cada frase, cita, y guarda en disco el mensaje y el asiento, encadenado con el anterior, "
        "antes de mostrar. No usa un modelo de lenguaje.",
        "langchain": _CHAIN,
        "haystack": _CHAIN,
    }
)
STEPS: Mapping[str, str] = MappingProxyType(
    {
        "redact": "enmascarar",
        "understand": "entender",
        "route": "encaminar",
        "conduct": "entrevista",
        "decline": "declinar",
        "retrieve": "buscar (con el vector de la pregunta)",
        "compose": "redactar",
        "verify": "comprobar",
        "record": "registrar",
        "turn": "**el turno en el servidor**",
    }
)


def write_json(figures: Figures) -> str:
    """Return everything that was measured."""
    return json.dumps(asdict(figures), ensure_ascii=False, indent=1, default=str) + "\n"


def write_markdown(figures: Figures) -> str:
    """Return the tables."""
    parts = [_machine(figures), _server(figures.server)]
    if figures.peers:
        parts.append(_comparison(figures.peers))
    if figures.not_measured:
        parts.append("\n".join(["No se pudo medir:", "", *_items(figures.not_measured)]))
    return "\n\n".join(parts) + "\n"


def _machine(figures: Figures) -> str:
    machine: Machine = figures.machine
    at = machine.at.astimezone(CHILE).strftime("%d-%m-%Y %H:%M")
    lines = [
        "# Carga",
        "",
        f"Medido el {at}; base de conocimiento {figures.knowledge_base}. Clientes y servidor en la "
        "misma máquina: " + "; ".join(f"{k} {v}" for k, v in machine.parts.items()) + ".",
        "",
        "Cada cliente espera su respuesta antes de preguntar otra vez. Ninguna pregunta se repite. "
        "Entre corchetes, el intervalo del 95 % (estadísticos de orden); «—»: muy pocos turnos "
        "para decirlo (p95 pide 200; p99, 1.000).",
    ]
    if machine.is_shared:
        lines += [
            "",
            f"**La máquina no estaba libre** (carga {machine.busy:.1f} en {machine.cores} núcleos)"
            ": estas cifras son provisorias.",
        ]
    return "\n".join(lines)


def _server(server: ServerFigures) -> str:
    start, end = server.memory_at_start, server.memory_at_end
    lines = [
        "## El programa completo, por HTTP",
        "",
        f"De cero a la primera respuesta: {server.start_s:.1f} s. Memoria residente: "
        f"{start.resident_mb:.0f} MB al partir, {end.resident_mb:.0f} MB al final, "
        f"{end.peak_mb:.0f} MB como máximo.",
        "",
        *_table(
            ["clientes", "turnos", "errores", "turnos/s (peor y mejor quinto)", *_WAITS],
            (_load_cells(load) for load in server.loads),
        ),
    ]
    for clients, steps in server.steps_ms.items():
        lines += ["", f"### Por paso, con clientes a la vez: {clients}", ""]
        lines += _table(
            ["paso", "n", *_WAITS],
            ([STEPS.get(step, step), str(s.n), *_spread(s)] for step, s in steps.items()),
        )
    return "\n".join(lines)


def _comparison(peers: Sequence[PeerFigures]) -> str:
    loads = [(peer, load) for peer in peers for load in peer.loads]
    lines = [
        "## Al lado de otros",
        "",
        "Los mismos fragmentos, los mismos vectores y el mismo modelo de vectores, cada uno en un "
        "proceso propio detrás de la misma aplicación mínima. Lo que hacen no es lo mismo:",
        "",
        *_items(f"**{NAMES[peer.name]}.** {WHAT_IT_DOES[peer.name]}" for peer in peers),
        "",
        *_table(
            [
                "sistema",
                "primera respuesta",
                "memoria (al partir · final · máximo)",
                "una pregunta, sin HTTP: p50",
                "p95",
                "p99",
                *(f"Recall@{r.depth} (n = {r.n})" for r in peers[0].recalls),
            ],
            (
                [
                    NAMES[peer.name],
                    f"{peer.start_s:.1f} s",
                    _memory(peer.memory_at_start, peer.memory_at_end),
                    *_spread(peer.inside_ms),
                    *(
                        f"{r.share.mean:.3f} [{r.share.low:.3f}–{r.share.high:.3f}]"
                        for r in peer.recalls
                    ),
                ]
                for peer in peers
            ),
        ),
        "",
        "Recall@k: qué parte de los hechos que responden una pregunta está en los k primeros "
        "fragmentos que el sistema encuentra, en promedio, con las preguntas tal como se escriben.",
        "",
        *_table(
            ["sistema", "clientes", "turnos", "errores", "turnos/s (peor y mejor quinto)", *_WAITS],
            ([NAMES[peer.name], *_load_cells(load)] for peer, load in loads),
        ),
    ]
    return "\n".join(lines)


_WAITS = ("p50", "p95", "p99")


def _load_cells(load: LoadFigures) -> list[str]:
    return [
        str(load.clients),
        str(load.waits_ms.n),
        str(load.errors),
        f"{load.rate:.1f} ({load.slowest_rate:.1f}–{load.fastest_rate:.1f})",
        *_spread(load.waits_ms),
    ]


def _spread(spread: Spread) -> list[str]:
    return [_percentile(p) for p in (spread.p50, spread.p95, spread.p99)]


def _percentile(found: Percentile | None) -> str:
    if found is None:
        return "—"
    return f"{_ms(found.value)} ms [{_ms(found.low)}–{_ms(found.high)}]"


def _ms(value: float) -> str:
    """Return milliseconds with the decimals that still say something.

    >>> _ms(0.0312), _ms(4.26), _ms(57.8)
    ('0.03', '4.3', '58')
    """
    return f"{value:.0f}" if value >= 10 else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def _memory(start: Memory, end: Memory) -> str:
    return f"{start.resident_mb:.0f} · {end.resident_mb:.0f} · {end.peak_mb:.0f} MB"


def _items(words: Iterable[str]) -> list[str]:
    return [f"- {some}" for some in words]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [head, ["---"] * len(head), *rows]
    return [f"| {' | '.join(cells)} |" for cells in lines]
