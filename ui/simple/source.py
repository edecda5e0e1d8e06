"""The sources of an answer, which open where they are: the passage, with the cited sentence marked.

`<details>` needs no script, and the document as a whole is one link away: in another tab, because
the browser does not keep the page of a conversation to go back to.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape

from assistant.turn import Citation
from knowledge_base.model import Passage
from ui.chat.text import safe_url
from ui.pages import to_html
from ui.sources import notes

ReadDocument = Callable[[str], Sequence[Passage]]
"""The passages in force of a document."""
_BEGIN, _END = "\ue000", "\ue001"
"""Private letters of Unicode that stand for the mark while the text becomes HTML."""
GONE = "Este texto cambió o ya no está en vigor. Pregunta de nuevo para ver el que rige."


def sources(citations: Sequence[Citation], read: ReadDocument) -> str:
    """Return the sources of an answer, each once, as HTML."""
    by_url = {safe_url(c.url): c for c in citations if safe_url(c.url)}
    if not by_url:
        return ""
    found = "".join(_source(citation, url, read) for url, citation in by_url.items())
    name = "Fuente" if len(by_url) == 1 else "Fuentes"
    return f'<p class="s-fuentes">{name}: abre para leer de dónde sale.</p>{found}'


def _source(citation: Citation, url: str, read: ReadDocument) -> str:
    passages = read(citation.passage_id.rpartition("#")[0])
    passage = next((p for p in passages if p.id == citation.passage_id), None)
    if passage is None:
        inside = f"<p>{GONE}</p>"
    else:
        inside = f"{marked(passage.text, citation.quote)}\n{notes(passage)}"
    return (
        f"<details><summary>{escape(citation.section or citation.title)}</summary>"
        f'<div class="s-fuente">{inside}<p>{escape(citation.title)}. {escape(citation.source)}. '
        f'<a href="{escape(url)}" target="_blank">Ver el documento completo (en otra pestaña)</a>'
        "</p></div></details>"
    )


def marked(text: str, quote: str) -> str:
    r"""Return a passage as HTML with the sentence `quote` marked, if it is in it word for word.

    A sentence may go on in the next line, or in the items of a list: each piece has its mark.

    >>> marked("Se pide:\n- Carta <firmada>.\n- Otra.", "Carta <firmada>.")
    '<p>Se pide:</p>\n<ul>\n<li><mark>Carta &lt;firmada&gt;.</mark></li>\n<li>Otra.</li>\n</ul>'
    """
    text = re.sub(f"[{_BEGIN}{_END}]", "", text)
    words = [re.escape(word) for word in quote.split() if word != "-"]
    found = re.search(r"\s+(?:-\s+)?".join(words), text) if words else None
    if found is not None:
        pieces = re.sub(r"(?m)^([ \t]*(?:- )?)(.*\S)", rf"\1{_BEGIN}\2{_END}", found[0])
        text = text[: found.start()] + pieces + text[found.end() :]
    return to_html(text).replace(_BEGIN, "<mark>").replace(_END, "</mark>")
