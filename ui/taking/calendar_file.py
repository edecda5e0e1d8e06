"""The dates of the contest as an iCalendar file (RFC 5545), to import once or to follow.

A whole day is a DATE, with no zone (3.3.4). Where the knowledge base says until what hour a day
counts, the event goes from midnight to that hour, in the zone of Chile, whose rules travel in the
file (3.6.5). The identifier of an event is the key of its figure, so that a date that is corrected
replaces the one before. How often to ask again is in RFC 7986, 5.7.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta

from icalendar import Calendar, Event

from governance.registers.days import CHILE, day_in_chile
from knowledge_base.institution import Institution
from ui.taking.dates import ContestDate
from ui.taking.site import source_path

NAME = "Fechas del Concurso 8% FNDR"
_ASK_AGAIN = timedelta(days=1)


def calendar_file(
    dates: Sequence[ContestDate], institution: Institution, site: str, now: datetime
) -> bytes:
    """Return the file; `site` is the address of this service, for the links to the sources."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{institution.institution.nombre}//Asistente//ES")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", NAME)
    calendar.add("x-wr-calname", NAME)
    calendar.add("x-wr-timezone", CHILE.key)
    calendar.add("refresh-interval", _ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "P1D")
    for one in dates:
        calendar.add_component(_event(one, institution, site, now))
    calendar.add_missing_timezones()
    return bytes(calendar.to_ical())


def _event(one: ContestDate, institution: Institution, site: str, now: datetime) -> Event:
    web = institution.verified_contact("web")
    event = Event()
    event.add("uid", f"{one.key}@{web.value if web else institution.institution.sigla}")
    event.add("dtstamp", now)
    if one.until:
        event.add("dtstart", datetime.combine(one.day, time(0), CHILE))
        event.add("dtend", datetime.combine(one.day, one.until, CHILE))
    else:
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
    hour = f" (hasta las {one.until:%H:%M})" if one.until else ""
    event.add("summary", one.summary + hour)
    address = site + source_path(one.passage)
    event.add("description", _description(one, address, one.day >= day_in_chile(now)))
    event.add("url", address)
    event.add("transp", "TRANSPARENT")  # it takes no time of whoever keeps the calendar
    return event


def _description(one: ContestDate, address: str, is_coming: bool) -> str:
    source = f"Fuente: {one.passage.source}, «{one.passage.section}». {address}"
    caveat = one.passage.caveat if is_coming else ""  # it is about the next call
    return "\n".join(filter(None, (one.words, caveat, source)))
