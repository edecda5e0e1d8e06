"""Texts that were made for another page, as the HTML of this one."""

from __future__ import annotations

import re
from html import escape

from knowledge_base.institution import Institution
from ui.pages import to_html

_BOLD = re.compile(r"(?<!\\)\*\*")


def with_links(text: str, institution: Institution) -> str:
    """Return light Markdown as HTML, in which the institution's own addresses are links.

    Only what somebody verified, so that nothing that a person writes becomes a link.
    """
    known = {
        escape(point.value): escape(point.url)
        for point in institution.contacts.values()
        if point.verified and point.value and point.url.startswith("https://")
    }
    html = to_html(text)
    if not known:
        return html
    found = "|".join(re.escape(value) for value in sorted(known, key=len, reverse=True))
    return re.sub(found, lambda m: f'<a href="{known[m[0]]}" target="_blank">{m[0]}</a>', html)


def from_markdown(text: str) -> str:
    r"""Return what `ui.case.row` says, which is escaped as Markdown, as HTML.

    >>> from_markdown("**Folio** NB\\-1 &lt;b\\>\n\nUna \\*\\*nota\\*\\*.")
    '<p><strong>Folio</strong> NB-1 &lt;b&gt;</p><p>Una **nota**.</p>'
    """
    return "".join(f"<p>{_paragraph(part)}</p>" for part in text.split("\n\n") if part.strip())


def _paragraph(text: str) -> str:
    parts = [_plain(part) for part in _BOLD.split(text)]  # what is bold is at the odd places
    return "".join(f"<strong>{p}</strong>" if i % 2 else p for i, p in enumerate(parts))


def _plain(text: str) -> str:
    unescaped = text.replace("&lt;", "\\<").replace("&amp;", "\\&")
    return escape(re.sub(r"\\(.)", r"\1", unescaped), quote=False)
