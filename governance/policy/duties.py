"""What each level demands: obligations (article 4 and the rest), checklist (C.6), prohibitions."""

from __future__ import annotations

from typing import Literal

from governance.policy.base import Citations, Level, Strict, Text

Kind = Literal["obligatoria", "recomendada", "segun_dpo", "segun_diseno", "no_exigida", "no_aplica"]


class Requirement(Strict):
    """One cell of a table: how strongly something is demanded of a level, and its small print.

    `condition` limits when it is demanded, `except_` who may change it, `detail` how.
    """

    kind: Kind
    condition: str | None = None
    detail: str | None = None
    retention_years: int | None = None
    except_: str | None = None


class Obligation(Strict):
    """A duty, level by level. `union` ones are written outside the table of article 4 (A14)."""

    id: Text
    title: Text
    text: Text
    articles: Citations
    by_level: dict[Level, Requirement]
    owner: Text
    evidence: Text
    source: Literal["art-4", "union"]
    due: str | None = None
    reading: str | None = None


class ChecklistItem(Strict):
    """A criterion of C.6 that a system meets before going into production."""

    number: int
    text: Text
    by_level: dict[Level, Requirement]
    verification: Text
    article: Citations
    reading: str | None = None


class Complement(Strict):
    """A criterion that C.6 lacks and another part of the policy asks for. It never blocks."""

    id: Text
    text: Text
    label: Text
    blocks: Literal[False]
    verification: Text
    article: Citations
    reading: Text


class Exception_(Strict):
    """What takes a use out of a prohibition: all of `needs` together, each with its document."""

    text: Text
    needs: tuple[Text, ...]
    article: Citations
    reading: str | None = None


class Prohibition(Strict):
    """A use that cannot be approved: article 6 and level 1 of article 3, united (A11)."""

    letter: Text
    title: Text
    text: Text
    exception: Exception_ | None = None
    articles: Citations
    see_also: tuple[Text, ...] = ()
    readings: tuple[Text, ...] = ()


class Role(Strict):
    """Someone whom the policy gives duties."""

    id: Text
    name: Text
    duties: tuple[Text, ...]
    article: Citations


class Principle(Strict):
    """One of the eight principles of article 2."""

    number: int
    name: Text
    statement: Text
    requires: tuple[Text, ...]
    article: Citations
