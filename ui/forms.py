"""The forms of the plain pages: what they carry hidden, what they bring, what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from urllib.parse import parse_qsl

from starlette.requests import Request

_MOST_FIELDS = 30


def hidden(fields: Mapping[str, object]) -> str:
    """Return the hidden fields of a form."""
    return "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">'
        for name, value in fields.items()
    )


async def read_form(request: Request) -> dict[str, str]:
    """Return the fields of a form; none when it is not one."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return {}
    body = (await request.body()).decode("utf-8", "replace")
    try:
        return dict(parse_qsl(body, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError:
        return {}


def notice(text: str) -> str:
    """Return a box with something to know; nothing for no words."""
    return f'<p class="aviso" role="alert">{escape(text)}</p>' if text else ""
