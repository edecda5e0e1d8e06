"""What a person sees and can do before Gradio has arrived, and without it.

Gradio needs some 260 kB of scripts: on a slow connection that is many seconds of nothing. So the
page begins with a plain screen that says what this is and asks at once: its forms go to /simple,
which needs no script. When Gradio is ready `first_screen.js` gives it what was typed, and moves the
questions to begin with into its page.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from ui.chat.profiles import load_profiles
from ui.facade import AssistantFacade
from ui.forms import hidden
from ui.pages import to_html
from ui.simple.once import Openings

OTHER = "Otra organización"
FORM = "a-form"
"""The form of everything on the screen, so that no button loses what was being written."""


def first_screen(assistant: AssistantFacade) -> str:
    """Return the screen as HTML: what this is, a box to ask, a person, questions to begin with.

    Every time it is another one, so that a second press is known: nobody may keep it.
    """
    name = escape(assistant.institution.institution.asistente)
    # Longer texts arrive, to be told so with the text still there; endless ones would not.
    most = 3 * assistant.max_question_chars
    kept = hidden({"inicio": Openings.new()})
    return f"""<a class="a-saltar" href="#s-texto">Ir al cuadro para preguntar</a>
<form id="{FORM}" method="post" action="/simple#ultimo">{kept}</form>
<div id="antes">
<header class="a-cabecera"><p class="a-titulo">{name}<span>Inteligencia artificial</span></p>
<button form="{FORM}" name="accion" value="derivar" formnovalidate>Hablar con una persona</button>
</header>
<main>
<p class="a-ia">{escape(assistant.disclosure())}</p>
<div class="a-burbuja"><p><strong>Asistente (IA)</strong></p>
{to_html(assistant.opening())}</div>
{beginnings(assistant)}
</main>
<div class="a-escribir"><label for="s-texto" class="solo-lector">Escribe tu pregunta</label>
<textarea id="s-texto" form="{FORM}" name="texto" rows="1" required autocomplete="off"
 maxlength="{most}" placeholder="Escribe tu pregunta"></textarea>
<button form="{FORM}" name="accion" value="preguntar">Enviar</button></div>
</div>"""


def beginnings(assistant: AssistantFacade) -> str:
    """Return who may be asking and questions for each, as HTML; each question is a button."""
    groups = [_group(p.id, p.name, p.questions) for p in load_profiles()]
    groups.append(_group("otra", OTHER, assistant.suggestions("ciudadania")))
    return f"""<section id="a-inicio" aria-labelledby="a-quien">
<h2 id="a-quien">¿Quién pregunta? Elige y mira con qué empezar</h2>
<div class="a-perfiles">{"".join(groups)}</div>
<p class="a-enlaces"><a href="/caso">Ya tengo un folio</a>
<a href="/lista-de-documentos">Lista de documentos</a> <a href="/calendario">Fechas del concurso</a>
<a href="/simple">Versión simple</a></p>
</section>"""


def _group(profile: str, name: str, questions: Sequence[str]) -> str:
    buttons = "".join(
        f'<button form="{FORM}" name="sugerida" value="{escape(q)}" formnovalidate>{escape(q)}'
        "</button>"
        for q in questions
    )
    return (
        f'<details name="perfil" data-perfil="{profile}"><summary>{escape(name)}</summary>'
        f"<div>{buttons}</div></details>"
    )
