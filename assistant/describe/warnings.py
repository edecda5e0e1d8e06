"""What a person must look at: every way in which the suggestions could lead to a level too low.

A warning never changes a fact. The rule behind all of them: where the suggested facts leave a level
under Alto within reach, and the text gives any reason to doubt it, somebody is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.describe.description import Warning_
from assistant.describe.findings import Findings
from assistant.describe.verdicts import weigh
from assistant.describe.warning_texts import WarningFile
from governance.classification.engine import assess
from governance.policy.model import LEVELS, Policy

THIN = 3.0
"""Lead of «no decisions» (P1) under which the person is asked to confirm it expressly."""

_ALTO = LEVELS.index("alto")


@dataclass(frozen=True)
class Warner:
    """Writes the warnings of a description."""

    policy: Policy
    file: WarningFile

    def warn(self, found: Findings) -> tuple[Warning_, ...]:
        """Return the warnings, the gravest first."""
        return (
            *self._about_prohibitions(found),
            *self._about_examples(found),
            *self._about_contradictions(found),
            *self._about_risk(found),
            *self._about_data(found),
            *self._about_review(found),
            *self._about_what_is_open(found),
            *self._about_wishes(found),
        )

    def _say(self, code: str, text: str = "", **values: str) -> Warning_:
        return Warning_(code, self.file.texts[text or code].format(**values))

    def _cite(self, found: Findings, signals: Sequence[str]) -> str:
        """Return the names of the signals, each beside the words that gave it."""
        named: dict[str, list[str]] = {}
        for signal in signals:
            phrase = found.quote(found.signals[signal])
            named.setdefault(phrase, []).append(self.file.signals[signal].name)
        return "; ".join(f"{_listed(names, 'y')} («{phrase}»)" for phrase, names in named.items())

    def can_end_below_alto(self, found: Findings) -> bool:
        """Whether some answer to what is not suggested leads to Limitado or Bajo."""
        levels = assess(found.facts, self.policy).prudente
        return any(LEVELS.index(level) < _ALTO for level in levels)

    def _about_prohibitions(self, found: Findings) -> list[Warning_]:
        value, phrase = found.facts.get("P0"), found.quote(found.verdicts["P0"].evidence)
        if value == "ninguna":
            return [self._say("excepcion", phrase=phrase)]
        return [self._say("prohibido", letter=value, phrase=phrase)] if value else []

    def _about_examples(self, found: Findings) -> list[Warning_]:
        known = {example.id: example for example in self.policy.examples}
        grave = [m for m in found.examples if LEVELS.index(known[m.example_id].level) >= _ALTO]
        if not grave or not self.can_end_below_alto(found):
            return []
        return [
            self._say(
                "ejemplo",
                level=known[m.example_id].level,
                example=known[m.example_id].text,
                phrase=m.phrase,
            )
            for m in grave
        ]

    def _about_contradictions(self, found: Findings) -> list[Warning_]:
        said = [
            self._say(
                "contradiccion",
                "contradiccion_sugerida" if question in found.facts else "contradiccion",
                questions=question,
                phrase=found.quote(verdict.evidence),
            )
            for question, verdict in found.verdicts.items()
            if verdict.is_conflict
        ]
        disputed = [self._say("modelo", questions=", ".join(found.disputed))]
        return said + (disputed if found.disputed else [])

    def _about_risk(self, found: Findings) -> list[Warning_]:
        if not self.can_end_below_alto(found):
            return []
        risky = [s for s in found.signals if self.file.signals[s].risk]
        warnings = []
        if risky:
            warnings.append(self._say("riesgo", signals=self._cite(found, risky)))
        if "piloto" in found.signals and (risky or found.facts.get("P1") != "no"):
            warnings.append(self._say("piloto", phrase=found.quote(found.signals["piloto"])))
        return warnings

    def _about_data(self, found: Findings) -> list[Warning_]:
        doubts = {
            name: [q for q in self.file.signals[name].doubts if q not in found.facts]
            for name in found.signals
        }
        left = [name for name, questions in doubts.items() if questions]
        if not left or found.facts.get("P0") not in {None, "ninguna"}:
            return []
        questions = sorted({q for name in left for q in doubts[name]})
        cited = self._cite(found, left)
        return [self._say("datos", signals=cited, questions=" ni ".join(questions))]

    def _about_review(self, found: Findings) -> list[Warning_]:
        if found.facts.get("P1") != "si":
            return []
        if found.facts.get("P3") == "efectiva":
            return [self._say("condicion", phrase=found.quote(found.verdicts["P3"].evidence))]
        if "P3" in found.facts or "humano" not in found.signals:
            return []
        return [self._say("revision", phrase=found.quote(found.signals["humano"]))]

    def _about_what_is_open(self, found: Findings) -> list[Warning_]:
        # P0 is always open until somebody answers it: it counts here only with a reason to doubt.
        assumed = dict(found.facts)
        if "P0" not in assumed and not any(
            "P0" in self.file.signals[s].doubts for s in found.signals
        ):
            assumed["P0"] = "ninguna"
        assessment = assess(assumed, self.policy)
        ranks = [LEVELS.index(level) for level in assessment.prudente]
        if min(ranks) < _ALTO <= max(ranks):
            open_ = assessment.open_questions
            return [
                self._say(
                    "abierto",
                    levels=_listed(assessment.prudente, "o"),
                    decide="deciden" if len(open_) > 1 else "decide",
                    questions=_listed(open_, "y"),
                )
            ]
        weights = weigh(found.evidence).get("P1", {})
        lead = weights.get("no", 0.0) - weights.get("si", 0.0)
        if found.facts.get("P1") == "no" and lead < THIN:
            return [self._say("confirmar")]
        return []

    def _about_wishes(self, found: Findings) -> list[Warning_]:
        wish = found.signals.get("pide_nivel")
        return [self._say("nivel", phrase=found.quote(wish))] if wish else []


def _listed(items: Sequence[str], last: str) -> str:
    """Return «a, b y c», with `last` before the last one."""
    *most, final = items
    return f"{', '.join(most)} {last} {final}" if most else final
