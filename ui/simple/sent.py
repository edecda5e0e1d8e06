"""What a form of the page sends: the buttons, and what was written.

All of the page is one form, so that what somebody is writing is not lost with any button.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from ui.rate_limit import Allowance, is_plain_hand_off

Action = Literal["preguntar", "derivar", "seguir", "retirar", "ver", "nueva", "opinion"]
"""What a button asks for; what no button asks for is taken as `ver`, which changes nothing."""
Said = Literal["si", "no", "porque", "motivo"]
"""Of an answer: it was useful, it was not, let me say why, and this is why."""
HAND_OFF = "derivar"
_OPINION = re.compile(r"opinion (si|no|porque|motivo) ([0-9]{1,18})")
_FIELDS: Mapping[str, int] = {"conversacion": 64, "inicio": 64, "tras": 18, "motivo": 32}
"""The fields that nobody writes, and the most that each may be."""


@dataclass(frozen=True, repr=False)
class Opinion:
    """What somebody thinks of the message `about`."""

    about: int
    said: Said
    reason: str = ""
    comment: str = ""
    asks_why: bool = False
    """Whether there is still a place to say why."""


@dataclass(frozen=True, repr=False)
class Sent:
    """What arrived. `asked` is what to say in the conversation, `typed` what the box held."""

    action: Action
    asked: str = ""
    typed: str = ""
    conversation: str = ""
    opening: str = ""
    """Of a first screen: what tells it from any other, so that it opens one conversation."""
    after: str = ""
    """The last message that the page showed."""
    opinion: Opinion | None = None

    @property
    def allowance(self) -> Allowance:
        """What it counts as; asking for a person is counted apart from everything else."""
        if self.action in ("preguntar", "derivar"):
            return "hand_off" if is_plain_hand_off(self.asked) else "turn"
        if self.action == "opinion":
            return "rating"
        return "turn" if self.action in ("seguir", "retirar") else "read"

    @property
    def whose(self) -> str:
        """What tells whoever sent it from anybody else; empty if nothing does."""
        return self.conversation or self.opening

    @property
    def changes(self) -> bool:
        """Whether it asks for something that must be done once."""
        return self.action in ("preguntar", "derivar", "seguir", "retirar")


def read_sent(form: Mapping[str, str]) -> Sent:
    """Return what a form asks for; a field that is no text of ours counts as empty."""
    kept = {name: form.get(name, "") for name in _FIELDS}
    kept = {name: value if len(value) <= _FIELDS[name] else "" for name, value in kept.items()}
    typed, chosen, pressed = form.get("texto", ""), form.get("sugerida", ""), form.get("accion", "")
    if chosen:
        pressed = "preguntar"
    opinion = _opinion(pressed, kept["motivo"], form.get("comentario", ""))
    actions: dict[str, Action] = {action: action for action in get_args(Action)}
    action = "opinion" if opinion else actions.get(pressed, "ver")
    if action == "opinion" and opinion is None:
        action = "ver"
    if not re.fullmatch("[0-9]+", kept["tras"]):
        kept["tras"] = "0" if kept["inicio"] else ""  # a first screen shows no message
    asked = HAND_OFF if action == "derivar" else chosen or typed
    return Sent(action, asked, typed, kept["conversacion"], kept["inicio"], kept["tras"], opinion)


def _opinion(pressed: str, reason: str, comment: str) -> Opinion | None:
    found = _OPINION.fullmatch(pressed)
    if found is None:
        return None
    said: dict[str, Said] = {said: said for said in get_args(Said)}
    asks_why = found[1] in ("no", "porque")
    return Opinion(int(found[2]), said[found[1]], reason, comment, asks_why)
