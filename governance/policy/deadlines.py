"""The clocks of the policy: incidents (C.5), external audit (C.8) and what repeats."""

from __future__ import annotations

from typing import Literal

from governance.policy.base import Citations, Strict, Text


class Named(Strict):
    """Something with an id and a text that a list of the policy names."""

    id: Text
    text: Text


class Triage(Strict):
    """How long there is to receive and classify an incident, and who does it."""

    hours: int
    starts: Text
    owner: Text
    article: Citations
    reading: Text


class Severity(Strict):
    """A severity of C.5: what it is, whom to tell, what to stop and when it must be solved."""

    id: Text
    name: Text
    criterion: Text
    notify: tuple[Text, ...] = ()
    notice: str | None = None
    suspends: Literal["por_defecto", "no"]
    session_hours: int | None = None
    resolve_hours: int | None = None
    resolve_days: int | None = None
    owner: Text
    article: Citations
    readings: tuple[Text, ...] = ()


class Closing(Strict):
    """A step that closes an incident, and when it is due."""

    id: Text
    text: Text
    when: Text
    owner: Text
    article: Citations


class Incidents(Strict):
    """All that C.5 fixes about an incident, for the incident desk."""

    kinds: tuple[Named, ...]
    channels: tuple[Named, ...]
    report_fields: tuple[Named, ...]
    register_fields: tuple[Named, ...]
    states: tuple[Text, ...]
    triage: Triage
    severities: tuple[Severity, ...]
    closing: tuple[Closing, ...]
    day_counts: tuple[Text, ...]
    reading: Text
    article: Citations


class Audit(Strict):
    """The calendar and the reach of the external audit of C.8."""

    applies_to: tuple[Text, ...]
    every_months: int
    auditor_chosen_months_before: int
    execution_months_min: int
    execution_months_max: int
    first_within_months: int
    first_within_reading: Text
    procurement: Text
    scope: tuple[Named, ...]
    steps: tuple[Closing, ...]
    article: Citations


class Periodic(Strict):
    """A duty that comes back."""

    id: Text
    text: Text
    every_months: int
    owner: Text
    article: Citations
    reading: str | None = None


class ExternalClock(Strict):
    """A clock of another norm that runs at the same time, to be confirmed by its owner (A29)."""

    id: Text
    text: Text
    hours: int
    owner: Text
    source: Text
    label: Text
    reading: Text


class Deadlines(Strict):
    """Every clock that the policy starts."""

    incidents: Incidents
    audit: Audit
    periodic: tuple[Periodic, ...]
    external: tuple[ExternalClock, ...]
