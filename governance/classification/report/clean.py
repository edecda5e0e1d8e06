"""Text that every format can hold: no control, no half character, nothing that reorders a line."""

from __future__ import annotations

import re
import unicodedata

# Besides the controls: half characters, marks that turn the reading order round (they can make a
# line show something else than what it says), invisible ones, and what XML cannot write.
_UNSAFE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff"
    "\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


def clean(text: str) -> str:
    r"""Return `text` in one line, composed (NFC) and without anything invisible.

    >>> clean("  Pago\tde\nsubsidios\x07\u202e ")
    'Pago de subsidios'
    """
    return " ".join(unicodedata.normalize("NFC", _UNSAFE.sub("", text)).split())


def paragraphs(text: str) -> tuple[str, ...]:
    r"""Return the paragraphs of `text`, each clean and in one line.

    >>> paragraphs("Uno\r\ndos.\n\n \nTres.")
    ('Uno dos.', 'Tres.')
    """
    parts = (clean(part) for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")))
    return tuple(part for part in parts if part)
