"""What happens next, for whoever waits: their place or when it opens, and nothing else promised."""

from __future__ import annotations

from datetime import datetime

from assistant.desk.hours import OfficeHours
from assistant.desk.words import desk_words


def expectation(
    place: int,
    at: datetime,
    hours: OfficeHours,
    has_contact: bool,
    *,
    address: str = "",
    is_crisis: bool = False,
) -> str:
    """Return the words for who holds `place` (from one) in the queue at a moment.

    Hours that nobody verified are never told as a fact. Who is in crisis is given no place and no
    time to wait for: they should not wait. `address` is where one comes back with a folio.
    """
    words = desk_words()
    if is_crisis:
        return words.text("crisis")
    name = "has_contact" if has_contact else "may_leave_contact"
    contact = words.text(f"{name}_at", address=address) if address else words.text(name)
    return " ".join([*_when(place, at, hours), contact])


def _when(place: int, at: datetime, hours: OfficeHours) -> list[str]:
    words = desk_words()
    if not hours.is_verified:
        return [_place(place), words.text("unverified")]
    closing = hours.closing(at)
    if closing is not None:
        return [_place(place), words.text("open_until", until=f"{closing:%H:%M}")]
    return [words.text("closed"), *_why_closed(at, hours), _opens(at, hours)]


def _place(place: int) -> str:
    words = desk_words()
    return words.text("first") if place == 1 else words.text("place", place=str(place))


def _why_closed(at: datetime, hours: OfficeHours) -> list[str]:
    day_off = hours.day_off(at)
    if day_off is None or not day_off.reason:
        return []
    if day_off.is_holiday:
        return [desk_words().text("holiday", holiday=day_off.reason)]
    return [desk_words().text("day_off", reason=day_off.reason)]


def _opens(at: datetime, hours: OfficeHours) -> str:
    opening = hours.next_opening(at)
    if opening is None:
        return desk_words().text("never")
    return desk_words().text("opens", when=hours.in_words(opening, at))
