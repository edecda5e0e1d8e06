"""The verdict of the gate and the names of its rules, for somebody who has not seen them."""

from __future__ import annotations

import re

from evals.gates.gate import Finding, GateReport, Verdict
from evals.report.names import contrast_name, metric_name, step_name, stratum_name
from evals.suites.catalogue import TITLES

_VERDICTS = {
    Verdict.PASS: ("Pasó", "Cumple todas las exigencias."),
    Verdict.FAIL: ("No pasó", "No se puede publicar así. Esto es lo que no cumple:"),
    Verdict.NOT_ENOUGH: (
        "No hay datos suficientes",
        "Nada falla, pero tampoco se puede dar por bueno. Esto es lo que falta saber:",
    ),
}
_NONE = ("Sin veredicto", "Esta corrida se midió, pero no se contrastó con las exigencias.")
_OTHERS = {
    "auroc": "Confianza: distingue lo que sabe de lo que no (AUROC)",
    "calibration_error": "Confianza: error de calibración",
}


def verdict_words(gate: GateReport | None) -> tuple[str, str]:
    """Return the verdict and what it means."""
    return _NONE if gate is None else _VERDICTS[gate.verdict]


def findings_of(gate: GateReport | None, verdict: Verdict) -> tuple[Finding, ...]:
    """Return the findings with a verdict, in words."""
    return tuple(
        Finding(rule_words(f.rule), f.verdict, spanish_figures(f.text))
        for f in (gate.findings if gate is not None else ())
        if f.verdict == verdict
    )


def rule_words(rule: str) -> str:
    """Return the name of a rule in words.

    >>> rule_words("answers.right.contest frente a la línea base")
    'Respuestas: hizo lo que debía (concurso), frente a la línea base'
    """
    if rule in _OTHERS:
        return _OTHERS[rule]
    parts = rule.split(" · ")
    if parts[0] == "equidad" and len(parts) == 3:
        return f"Equidad: {contrast_name(parts[1])}, {metric_name(parts[2])}"
    if parts[0] == "tiempo" and len(parts) == 2:
        return f"Tiempo: {step_name(parts[1])}"
    suites = {str(name): title for name, title in TITLES.items()}
    found = re.match(r"(\w+)\.(\w+)(?:\.(\w+))?(.*)$", rule)
    if found is None or found[1] not in suites:
        return rule[:1].upper() + rule[1:]
    name = f"{suites[found[1]]}: {metric_name(found[2])}"
    if found[3]:
        name += f" ({stratum_name(found[3])})"
    rest = found[4].strip()
    return name + (f"{'' if rest.startswith(':') else ', '}{rest}" if rest else "")


def spanish_figures(text: str) -> str:
    """Return a text with its figures as they are written here.

    >>> spanish_figures("97.5% de 403 (desde -95.5%); piso 90.0%")
    '97,5 % de 403 (desde −95,5 %); piso 90,0 %'
    """
    text = re.sub(r"(?<![\w.])([+-]?)(\d+)\.(\d+)(?![\w]|\.\d)", _comma, text)
    return re.sub(r"(?<=\d)%", " %", text)


def _comma(found: re.Match[str]) -> str:
    return f"{found[1].replace('-', '−')}{found[2]},{found[3]}"
