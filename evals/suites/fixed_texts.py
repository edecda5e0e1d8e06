"""The texts that are always the same words, by name, as a person would read them alone."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assistant.texts import Texts


def fixed_texts(texts: Texts) -> Mapping[str, str]:
    """Return every fixed text that is shown, without what each turn fills in."""
    named = {"disclosure": texts.disclosure, "banner": texts.banner}
    named |= {f"outcome.{name.value}": text for name, text in texts.outcomes.items()}
    named |= {f"variant.{name}": text for name, text in texts.variants.items()}
    named |= {f"line.{name}": text for name, text in texts.lines.items()}
    bare = {name: re.sub(r"\{\w+\}", "", text).strip() for name, text in named.items()}
    return {name: text for name, text in bare.items() if re.search(r"\w", text)}
