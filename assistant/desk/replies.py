"""What whoever attends can send with one click, and what to do in a crisis: fixed words, checked.

A canned reply is where a wrong amount would be repeated the most, so that none is written here:
figures live in the knowledge base, and how to reach the institution comes from its own file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge_base.figures import PLACEHOLDER, missing, render
from knowledge_base.institution import Institution

REPLIES_FILE = Path(__file__).with_name("replies.es.yaml")
_LINES = "{lines}"


class RepliesError(Exception):
    """The canned replies cannot be used; raised with every mistake, in Spanish."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class CannedReply(_Strict):
    """Words ready to send, which whoever attends reads and changes first."""

    id: str
    title: str
    text: str


class Replies(_Strict):
    """The canned replies, in the order in which they are offered, and the protocol of a crisis."""

    replies: tuple[CannedReply, ...]
    crisis_protocol: str
    """For staff only, in Markdown: the person never sees it."""


def load_replies(institution: Institution, path: Path = REPLIES_FILE) -> Replies:
    """Return the replies, with what is the institution's in place.

    Raises:
        RepliesError: the file cannot be read, names what is unknown or not verified, or states a
            figure.
    """
    try:
        written = Replies.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError) as error:
        raise RepliesError(f"{path.name}: no se puede leer como YAML: {error}") from None
    except ValidationError as error:
        where = ", ".join(".".join(map(str, item["loc"])) for item in error.errors())
        raise RepliesError(
            f"{path.name}: faltan o sobran claves en: {where}. Cada respuesta lleva id, title y "
            "text; al final va crisis_protocol."
        ) from None
    values = institution.placeholders()
    if problems := _problems(written, values):
        raise RepliesError(f"{path.name}:\n  " + "\n  ".join(problems))
    lines = "\n".join(f"- {e.value}: {e.use}" for e in institution.emergency if e.verified)
    return Replies(
        replies=tuple(
            reply.model_copy(update={"text": render(reply.text, values)})
            for reply in written.replies
        ),
        crisis_protocol=render(written.crisis_protocol, values).replace(_LINES, lines),
    )


def _problems(written: Replies, values: Mapping[str, str]) -> list[str]:
    problems = []
    ids = [reply.id for reply in written.replies]
    problems += [
        f"{twice}: está dos veces" for twice in sorted({i for i in ids if ids.count(i) > 1})
    ]
    if _LINES not in written.crisis_protocol:
        problems.append(f"crisis_protocol: faltan las líneas de ayuda; escribe {_LINES}")
    texts = {reply.id: f"{reply.title} {reply.text}" for reply in written.replies}
    for name, text in (texts | {"crisis_protocol": written.crisis_protocol}).items():
        problems += [
            f"{name}: «{key}» no existe o no está verificado" for key in missing(text, values)
        ]
        if re.search(r"\d", PLACEHOLDER.sub("", text)):
            problems.append(f"{name}: lleva una cifra. Van en la base de conocimiento, no aquí")
    return problems
