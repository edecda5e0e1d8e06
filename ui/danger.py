"""Where to call, for whoever may have asked for help where nothing could read it."""

from __future__ import annotations

from knowledge_base.institution import Institution


def in_danger(institution: Institution) -> str:
    """Return where to call, for whoever may have asked for help and was not answered."""
    lines = [f"{line.value} ({line.use})" for line in institution.emergency if line.verified]
    return f"Si estás en peligro, llama ahora: {'; '.join(lines)}." if lines else ""
