"""The conversation as PDF, with letters that are read on paper and a bookmark for each message."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from governance.classification.report.document import (
    Block,
    Bullets,
    Document,
    Heading,
    Notice,
    Paragraph,
)
from governance.documents.pdf import write_pdf
from governance.documents.pdf_look import Look
from ui.taking.talk import NOTICES, Said, SavedTalk

_LOOK = Look(body_size=12, part_size=12, foot_size=9)
_MOST_PIECES = 24
"""Paragraphs and items of a message that are laid out one by one, which is what takes the time.

A message of a thousand lines of a letter is one piece, with its lines as they were written."""


def talk_pdf(talk: SavedTalk) -> bytes:
    """Return the whole conversation, as many pages as it takes."""
    blocks: list[Block] = [Notice("Antes de usar esto", NOTICES[0], "aviso", NOTICES[1:])]
    for said in talk.said:
        blocks += _message(said)
    document = Document(
        talk.title,
        f"{talk.institution}. Guardada el {talk.saved_at}.",
        "Conversación con una inteligencia artificial. No es un documento oficial.",
        tuple(blocks),
    )
    return write_pdf(document, author=talk.institution, creator=talk.assistant, look=_LOOK)


def _message(said: Said) -> list[Block]:
    blocks: list[Block] = [Heading(said.heading, 3), *_paragraphs(said.text)]
    if said.sources:
        blocks.append(Paragraph("", "Fuente:" if len(said.sources) == 1 else "Fuentes:"))
        blocks.append(Bullets(tuple(f"{s.name}. {s.address}".rstrip() for s in said.sources)))
    return blocks


def _paragraphs(text: str) -> list[Block]:
    blocks: list[Block] = []
    pieces = 0
    for part in re.split(r"\n\s*\n", text):
        lines = [line.strip() for line in part.splitlines() if line.strip()]
        for is_list, group in groupby(lines, lambda line: line.startswith("- ")):
            said = tuple(group)
            pieces += len(said) if is_list else 1
            if pieces > _MOST_PIECES:
                return [_lines(text.splitlines())]
            blocks.append(Bullets(tuple(x[2:] for x in said)) if is_list else _lines(said))
    return blocks


def _lines(lines: Iterable[str]) -> Paragraph:
    said = (line.strip() for line in lines)
    return Paragraph("\n".join(filter(None, said)), keeps_lines=True)
