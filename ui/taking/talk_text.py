"""The conversation as plain text, which any telephone opens."""

from __future__ import annotations

from ui.taking.talk import NOTICES, Said, SavedTalk

_RULE = "-" * 40


def talk_text(talk: SavedTalk) -> str:
    """Return the whole conversation, to be read."""
    head = [talk.title.upper(), talk.institution, f"Guardada el {talk.saved_at}.", "", *NOTICES]
    return "\n".join(head) + "\n\n" + "\n\n".join(map(_message, talk.said)) + "\n"


def _message(said: Said) -> str:
    lines = [_RULE, f"{said.heading}:", "", said.text]
    if said.sources:
        lines += ["", "Fuente:" if len(said.sources) == 1 else "Fuentes:"]
        lines += [f"- {source.name}. {source.address}".rstrip() for source in said.sources]
    return "\n".join(lines)
