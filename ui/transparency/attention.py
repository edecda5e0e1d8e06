"""What came of asking for a person: of citizens alone, since the page says that it is of them.

The measures of the panel count staff who ask for a person too: here those who asked are looked up
among the conversations that citizens had, and whoever is in none of them is left out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from assistant.desk.measures.askings import Asking, read_askings
from assistant.desk.measures.measuring import resolutions
from assistant.desk.measures.talks import Talks, read_talks
from governance.log.entries import LoggedTurn
from governance.log.event import LoggedEvent


@dataclass(frozen=True)
class Attention:
    """The attention of citizens in a window."""

    asked: tuple[Asking, ...]
    """Times that a person was asked for; reopenings apart."""
    lasting: tuple[Asking, ...]
    """Resolutions that were not undone in seven days."""
    undone: tuple[Asking, ...]
    talks: Talks


def read_attention(
    events: Iterable[LoggedEvent],
    turns: Iterable[LoggedTurn],
    citizens: Collection[str],
    since: datetime,
    now: datetime,
) -> Attention:
    """Return the attention from `since` to `now`.

    `events` are all that the log has and `turns` those of the window, both in order; `citizens` are
    the ids of the conversations of citizens.
    """
    found = [one for one in read_askings(events) if one.conversation_id in citizens]
    lasting, undone = resolutions(found, since, now)
    return Attention(
        asked=tuple(one for one in found if since <= one.at <= now and not one.is_again),
        lasting=lasting,
        undone=undone,
        talks=read_talks(turns, {one.conversation_id for one in found if one.conversation_id}),
    )


def people(askings: Iterable[Asking]) -> int:
    """Return of how many conversations they are: that is as near to people as anybody can say."""
    return len({one.conversation_id for one in askings})
