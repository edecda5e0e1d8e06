"""A page of Gradio that says nothing of what it was sent when something breaks.

Gradio prints the whole error on the output of the process, and its own errors quote the values that
a page sent. Here an error is logged by type and place, as everywhere else, and the page is told in
words.
"""

from __future__ import annotations

from typing import Any

import gradio as gr

from ui.guard import log_failure

BROKEN = "Algo falló y no se hizo nada. Vuelve a intentarlo."


class QuietBlocks(gr.Blocks):
    """`gr.Blocks`, quiet."""

    async def process_api(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what a function of the page gives.

        Raises:
            gr.Error: it failed; said in words, and Gradio prints nothing of it.
        """
        try:
            found: dict[str, Any] = await super().process_api(*args, **kwargs)
        except Exception as error:  # the edge of the page
            log_failure("página", error)
        else:
            return found
        # Outside of `except`: the original error may quote the text, so none is attached.
        raise gr.Error(BROKEN, print_exception=False)
