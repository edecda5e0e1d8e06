"""The first screen: that this is an AI, what it does and does not, and where to write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from ui.chat.profiles import load_profiles
from ui.facade import AssistantFacade
from ui.forms import hidden
from ui.pages import to_html
from ui.simple.acts import AUDIENCE
from ui.simple.once import Openings

ADDRESS = "/simple#ultimo"
"""Where every form is sent: the newest answer is what the browser shows after it."""
FORM = "s-form"
NEWEST = ' id="ultimo" tabindex="-1"'
"""What the browser shows, and where a screen reader goes on, after a form was sent."""
PERSON = (
    f'<button class="otro" form="{FORM}" name="accion" value="derivar" formnovalidate>'
    "Hablar con una persona</button>"
)


@dataclass(frozen=True)
class FirstScreen:
    """What the first screen says."""

    disclosure: str
    """That this is an AI, which every page says (promise 4)."""
    opening: str
    """What the first message of a conversation says: what it does and does not, and privacy."""
    suggestions: Sequence[str]
    most_chars: int


def first_words(assistant: AssistantFacade) -> FirstScreen:
    """Return what the first screen of an assistant says."""
    return FirstScreen(
        assistant.disclosure(),
        assistant.opening(),
        assistant.suggestions(AUDIENCE),
        assistant.max_question_chars,
    )


def first_screen(words: FirstScreen, typed: str = "", conversation: str = "") -> str:
    """Return the first screen as HTML, from its disclosure to the last button, without a title.

    Its form opens a conversation, or goes on with one that could not be shown now. Every time it is
    drawn it is another one: a page that holds it must not be kept by anybody.
    """
    kept = {"conversacion": conversation} if conversation else {"inicio": Openings.new()}
    profiles = "".join(
        f"<details><summary>{escape(profile.name)}</summary>{_questions(profile.questions)}"
        "</details>"
        for profile in load_profiles()
    )
    return (
        f'<p class="s-ia"><strong>{escape(words.disclosure)}</strong></p>\n'
        f'<p class="botones">{PERSON}</p>\n'
        f'<form id="{FORM}" method="post" action="{ADDRESS}">{hidden(kept)}'
        f"{box('Escribe tu pregunta', typed, words.most_chars)}"
        f'<div class="mensaje assistant">{to_html(words.opening)}</div>\n'
        f"<h2>O elige una pregunta</h2>\n{_questions(words.suggestions)}"
        f"<h2>¿Quién pregunta?</h2>\n{profiles}</form>\n"
        f'<p class="botones">{PERSON}</p>'
    )


def _questions(questions: Sequence[str]) -> str:
    buttons = "".join(
        f'<li><button class="otro" name="sugerida" value="{escape(text)}" formnovalidate>'
        f"{escape(text)}</button></li>"
        for text in questions
    )
    return f'<ul class="s-ideas">{buttons}</ul>'


def box(label: str, typed: str, most_chars: int) -> str:
    """Return where a person writes, with its button."""
    # Longer texts arrive, to be told so with the text still there; endless ones would not.
    return (
        f'<p><label for="s-texto">{escape(label)}</label>'
        '<textarea id="s-texto" name="texto" rows="3" required aria-describedby="s-datos" '
        f'autocomplete="off" maxlength="{3 * most_chars}">{escape(typed)}</textarea></p>'
        '<p id="s-datos">No escribas tu RUT, tu clave ni datos de salud.</p>'
        '<p><button name="accion" value="preguntar">Enviar</button></p>'
    )
