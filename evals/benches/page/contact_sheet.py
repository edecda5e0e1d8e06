"""A page with all the pictures: a row for each state, a column for each view."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from evals.benches.page.looking import Seen

_PAGE = """<!doctype html>
<html lang="es-CL"><head><meta charset="utf-8"><title>Matriz de capturas</title>
<style>
body {{ font: 1rem/1.4 system-ui, sans-serif; margin: 1rem; }}
table {{ border-collapse: collapse; }}
th, td {{ border: 1px solid #6b7280; padding: .5rem; vertical-align: top; text-align: left; }}
img {{ display: block; width: 15rem; height: auto; }}
.quiebre {{ background: #fde2e0; }}
</style></head>
<body><h1>Matriz de capturas</h1>
<p>Con fondo rojo, las que tienen algún quiebre o no existen; el informe dice cuál.</p>
<table><thead><tr><th>Estado</th>{heads}</tr></thead><tbody>
{rows}
</tbody></table></body></html>
"""


def write_sheet(seen: Sequence[Seen], folder: str) -> str:
    """Return the page; the pictures are in `folder`, beside it."""
    views = list(dict.fromkeys(one.view for one in seen))
    states = list(dict.fromkeys(one.state for one in seen))
    by_place = {(one.state, one.view): one for one in seen}
    heads = "".join(f"<th>{escape(view.name)}</th>" for view in views)
    rows = (
        f"<tr><th>{escape(state.words)}</th>"
        + "".join(_cell(by_place.get((state, view)), folder) for view in views)
        + "</tr>"
        for state in states
    )
    return _PAGE.format(heads=heads, rows="\n".join(rows))


def _cell(seen: Seen | None, folder: str) -> str:
    if seen is None:
        return "<td></td>"
    if seen.unreached:
        return f'<td class="quiebre">{escape(seen.unreached)}</td>'
    kind = ' class="quiebre"' if any(broken.is_break for broken in seen.breaks) else ""
    name = f"{escape(folder)}/{escape(seen.picture)}"
    words = escape(f"{seen.state.words}, {seen.view.name}")
    return f'<td{kind}><a href="{name}"><img src="{name}" alt="{words}" loading="lazy"></a></td>'
