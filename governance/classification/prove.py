"""The proof pack of a policy version: every combination of answers, enumerated.

An auditor who does not believe the engine runs this (`asistente policy prove`) and sees what holds
for all of them, with the first counterexample where something does not. Checks 4 and 7 are the bugs
that other public tools have had: a worse fact that lowers the level, and an answer that keeps
counting after its question was hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations, product

from governance.classification.facts import Facts, completions, is_asked
from governance.classification.readings import (
    QuestionnaireError,
    by_severity,
    holding_rules,
    literal_level,
    prudent_level,
)
from governance.policy.coverage import uncovered
from governance.policy.model import LEVELS, Level, Policy

Result = tuple[tuple[Level, ...], tuple[Level, ...]]
"""The literal and the prudent levels still possible."""


@dataclass(frozen=True)
class Check:
    """One law, whether it holds, over how many cases, and what to know about it."""

    id: str
    law: str
    holds: bool
    cases: int
    detail: str = ""


@dataclass(frozen=True)
class Proof:
    """Every check of a policy version, and the figures that an auditor can count by hand."""

    policy: str
    digest: str
    checks: tuple[Check, ...]
    figures: dict[str, int]

    @property
    def holds(self) -> bool:
        """Whether every law holds."""
        return all(check.holds for check in self.checks)


def prove(policy: Policy) -> Proof:
    """Return the proof pack of `policy`."""
    cases = _Cases(policy)
    gaps = cases.gaps()
    checks = [_check("huecos", "Toda combinación de respuestas llega a un nivel en las dos "
                     "lecturas.", len(cases.complete), gaps)]  # fmt: skip
    if not gaps:  # the rest has no meaning for a questionnaire with holes
        checks += [
            _check(identifier, law, *run())
            for identifier, law, run in (
                ("traslapes", "Ninguna casilla salta y termina a la vez, y no hay dos reglas con "
                 "las mismas condiciones y distinto nivel.", cases.overlaps),
                ("alcance", "Todo nivel se alcanza y toda regla decide alguna combinación.",
                 cases.unreachable),
                ("inertes", "Toda pregunta puede cambiar el nivel prudente; la que no cambia el "
                 "literal está en el registro de lecturas.", cases.inert),
                ("monotonia", "Empeorar una respuesta nunca baja el nivel.", cases.falls),
                ("prudencia", "El nivel prudente nunca es menor que el literal, tampoco con "
                 "respuestas sin saber.", cases.imprudent),
                ("prohibido", "Un uso prohibido domina cualquier otra respuesta.", cases.escapes),
                ("ocultas", "Una respuesta que ya no se pregunta nunca cuenta.", cases.ghosts),
                ("intervalos", "«No sé» da exactamente los niveles que dan sus respuestas "
                 "posibles.", cases.unsound),
                ("orden", "El orden de las respuestas y de las reglas no cambia nada.",
                 cases.order_matters),
            )
        ]  # fmt: skip
    missing = list(uncovered(policy))
    checks.append(_check("articulos", "Toda regla cita un artículo y todo artículo que fija una "
                         "regla tiene una.", len(policy.articles), missing))  # fmt: skip
    return Proof(
        f"{policy.version.policy} ({policy.version.in_force_from})",
        policy.digest,
        tuple(checks),
        {} if gaps else cases.figures(),
    )


def _check(identifier: str, law: str, cases: int, failures: list[str]) -> Check:
    shown = "; ".join(failures[:3])
    more = f" (y {len(failures) - 3} más)" if len(failures) > 3 else ""
    return Check(identifier, law, not failures, cases, shown + more)


class _Cases:
    """Every complete and every partial combination of answers of a policy."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.names = [question.id for question in policy.questions]
        values = [[value.value for value in question.values] for question in policy.questions]
        self.severity = {q.id: {v.value: v.severity for v in q.values} for q in policy.questions}
        self.complete = [dict(zip(self.names, c, strict=True)) for c in product(*values)]
        self.partial = [
            {n: v for n, v in zip(self.names, c, strict=True) if v is not None}
            for c in product(*([*v, None] for v in values))
        ]
        self._memo = lru_cache(maxsize=None)(self._result)

    def _result(self, key: tuple[tuple[str, str], ...]) -> Result:
        ways = list(completions(dict(key), self.policy))
        return (
            by_severity(literal_level(way, self.policy) for way in ways),
            by_severity(prudent_level(way, self.policy) for way in ways),
        )

    def result(self, facts: Facts) -> Result:
        return self._memo(tuple((n, facts[n]) for n in self.names if n in facts))

    def gaps(self) -> list[str]:
        found = []
        for facts in self.complete:
            try:
                self.result(facts)
            except QuestionnaireError:
                found.append(_say(facts))
        return found

    def overlaps(self) -> tuple[int, list[str]]:
        found = [
            f"{q.id}={v.value}"
            for q in self.policy.questions
            for v in q.values
            if (v.jump is None) == (v.level is None)
        ]
        rules = self.policy.rules
        for i, one in enumerate(rules):
            found += [
                f"{one.id} y {other.id}"
                for other in rules[i + 1 :]
                if one.when == other.when and one.level != other.level
            ]
        return len(rules) * (len(rules) - 1) // 2, found

    def unreachable(self) -> tuple[int, list[str]]:
        reached = {level for facts in self.complete for level in self.result(facts)[1]}
        found = [f"nivel {level}" for level in LEVELS if level not in reached]
        return len(LEVELS) + len(self.policy.rules), found + self._idle_rules()

    def _idle_rules(self) -> list[str]:
        idle = []
        for rule in self.policy.rules:
            rest = tuple(r for r in self.policy.rules if r is not rule)
            without = self.policy.model_copy(update={"rules": rest})
            if all(
                holding_rules(way, without)
                and prudent_level(way, without) == prudent_level(way, self.policy)
                for way in completions({}, self.policy)
            ):
                idle.append(rule.id)
        return idle

    def inert(self) -> tuple[int, list[str]]:
        documented = {article for r in self.policy.readings for article in r.article}
        found = []
        for question in self.policy.questions:
            literal, prudent = (self._matters(question.id, which) for which in (0, 1))
            if not prudent:
                found.append(f"{question.id} nunca cambia el nivel prudente")
            if not literal and not documented & set(question.article):
                found.append(
                    f"{question.id} nunca cambia el nivel literal y ninguna lectura lo dice"
                )
        return 2 * len(self.names), found

    def _matters(self, name: str, which: int) -> bool:
        return any(
            self.result(facts)[which] != self.result({**facts, name: value})[which]
            for facts in self.complete
            for value in self.severity[name]
        )

    def falls(self) -> tuple[int, list[str]]:
        found, cases = [], 0
        for facts in self.complete:
            for name, order in self.severity.items():
                for value in order:
                    if order[value] <= order[facts[name]]:
                        continue
                    cases += 2
                    worse = {**facts, name: value}
                    for which, label in ((0, "literal"), (1, "prudente")):
                        before, after = self.result(facts)[which], self.result(worse)[which]
                        if LEVELS.index(after[0]) < LEVELS.index(before[0]):
                            found.append(f"{label}: {_say(facts)}, {name}→{value}")
        return cases, found

    def imprudent(self) -> tuple[int, list[str]]:
        found = []
        for facts in self.partial:
            literal, prudent = self.result(facts)
            ends = ((literal[0], prudent[0]), (literal[-1], prudent[-1]))
            if any(LEVELS.index(p) < LEVELS.index(a) for a, p in ends):
                found.append(_say(facts))
        return len(self.partial), found

    def escapes(self) -> tuple[int, list[str]]:
        gate = self.policy.questions[0]
        letters = {v.value for v in gate.values if v.level == "prohibido"}
        cases = [facts for facts in self.partial if facts.get(gate.id) in letters]
        forbidden: Result = (("prohibido",), ("prohibido",))
        return len(cases), [_say(facts) for facts in cases if self.result(facts) != forbidden]

    def ghosts(self) -> tuple[int, list[str]]:
        found = []
        for facts in self.complete:
            seen: dict[str, str] = {}
            for question in self.policy.questions:
                if is_asked(question, seen):
                    seen[question.id] = facts[question.id]
            if self.result(facts) != self.result(seen):
                found.append(_say(facts))
        return len(self.complete), found

    def unsound(self) -> tuple[int, list[str]]:
        found = []
        for facts in self.partial:
            unknown = next((n for n in self.names if n not in facts), None)
            if unknown is None:
                continue
            each = [self.result({**facts, unknown: value}) for value in self.severity[unknown]]
            union = tuple(by_severity(lv for r in each for lv in r[which]) for which in (0, 1))
            if self.result(facts) != union:
                found.append(_say(facts))
        return len(self.partial) - len(self.complete), found

    def order_matters(self) -> tuple[int, list[str]]:
        backwards = self.policy.model_copy(update={"rules": self.policy.rules[::-1]})
        orders = list(permutations(self.names))[:: max(1, len(self.names))]
        found = []
        for number, facts in enumerate(self.complete):
            order = orders[number % len(orders)]
            shuffled = {name: facts[name] for name in order}
            ways = list(completions(shuffled, backwards))
            again = (
                by_severity(literal_level(way, backwards) for way in ways),
                by_severity(prudent_level(way, backwards) for way in ways),
            )
            if again != self.result(facts):
                found.append(_say(facts))
        return len(self.complete), found

    def figures(self) -> dict[str, int]:
        allowed = {"P0": "ninguna"}
        whole = [f for f in self.complete if f.items() >= allowed.items()]
        partial = [f for f in self.partial if f.items() >= allowed.items()]
        results = [self.result(f) for f in whole]
        count: Callable[[Iterator[bool]], int] = sum
        return {
            "combinaciones completas": len(self.complete),
            "combinaciones con «no sé»": len(self.partial) - len(self.complete),
            "sin uso prohibido": len(whole),
            **{f"literal {v}": count(r[0] == (v,) for r in results) for v in LEVELS[:3]},
            **{f"prudente {v}": count(r[1] == (v,) for r in results) for v in LEVELS[:3]},
            "lecturas distintas": count(r[0] != r[1] for r in results),
            "estados sin uso prohibido": len(partial),
            "estados con literal por definir": count(len(self.result(f)[0]) > 1 for f in partial),
            "estados con prudente por definir": count(len(self.result(f)[1]) > 1 for f in partial),
        }  # fmt: skip


def _say(facts: Facts) -> str:
    return ", ".join(f"{name}={value}" for name, value in facts.items()) or "(nada)"
