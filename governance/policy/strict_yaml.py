"""YAML without surprises: what the author did not write between quotes is what it looks like.

YAML 1.1 reads an unquoted `no` as false, `010` as eight and `1:30` as ninety. In a policy that
silently turns the answer «no» into something that no rule matches. Here each of those words is a
mistake that names its line and its remedy, wherever it stands, and all of them are told at once.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import yaml
from yaml._yaml import CParser
from yaml.composer import Composer
from yaml.constructor import SafeConstructor
from yaml.resolver import Resolver

SURPRISING_WORDS = frozenset({"yes", "no", "on", "off", "y", "n", "true", "false"})
SURPRISING_NULLS = frozenset({"", "~", "Null", "NULL"})

_PLAIN_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_PLAIN_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Numbers for YAML 1.2 or for a reader, although YAML 1.1 leaves them as text.
_NUMBER_FOR_OTHERS = re.compile(r"[-+]?(0o?[0-9]+|[0-9][0-9_]*(\.[0-9_]*)?[eE][-+]?[0-9]+)")
_TEXT = "tag:yaml.org,2002:str"
_TAGS_CHECKED = {f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "timestamp")}
_TAGS_REFUSED = {f"tag:yaml.org,2002:{kind}" for kind in ("merge", "value")}


class StrictYamlError(ValueError):
    """A YAML file says something other than what it seems; raised with every place in the file."""

    def __init__(self, mistakes: tuple[str, ...]) -> None:
        """Keep the mistakes apart as well, each with its file, its line and its remedy."""
        super().__init__("\n".join(mistakes))
        self.mistakes = mistakes


def load_strict(path: Path) -> object:
    """Return what the file holds: texts, numbers, dates, `true`, `false`, `null`, lists and maps.

    Raises:
        StrictYamlError: a word, number or key that YAML would change or drop, or not YAML at all.
        OSError: the file cannot be read.
    """
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        place = f"{path.name}, byte {error.start}"
        raise StrictYamlError((f"{place}: no es texto UTF-8. Guárdalo como UTF-8.",)) from None
    try:
        return _Loader(text, path.name).get_or_fail()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = f"{path.name}, línea {mark.line + 1}" if mark else path.name
        message = f"{place}: no es YAML válido ({error.problem}). Revisa sangría, comillas y «:»."
        raise StrictYamlError((message,)) from None
    except yaml.YAMLError:
        message = (
            f"{path.name}: tiene un carácter que YAML no admite. Bórralo y escríbelo de nuevo."
        )
        raise StrictYamlError((message,)) from None


class _Loader(Composer, CParser, SafeConstructor, Resolver):
    """The safe loader, read by libyaml (eight times faster) and composed here, under watch."""

    def __init__(self, text: str, name: str) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        SafeConstructor.__init__(self)
        Resolver.__init__(self)
        self._file = name
        self._mistakes: list[tuple[int, str]] = []

    def get_or_fail(self) -> object:
        node = self.get_single_node()
        if node is None:
            self._mistakes.append((1, "el archivo está vacío. Escribe su contenido o bórralo."))
        self._fail_if_mistaken()
        assert node is not None
        value: object = self.construct_document(node)
        return value

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent):
            self._note(event, f"«*{event.anchor}» copia otra parte. Escríbela completa.")
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag:
            self._note(event, f"la etiqueta «{event.tag}» no se admite. Bórrala.")
        return super().compose_node(parent, index)

    def compose_scalar_node(self, anchor: dict[str, yaml.Node]) -> yaml.ScalarNode:
        event = self.peek_event()
        plain = isinstance(event, yaml.ScalarEvent) and not event.style
        node = super().compose_scalar_node(anchor)
        if plain:
            mistake = _surprise(node.value, node.tag)
            if mistake:
                self._note(node, mistake)
        return node

    def compose_mapping_node(self, anchor: dict[str, yaml.Node]) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != _TEXT:
                self._note(key, "una clave no es un texto. Escríbela entre comillas.")
            elif key.value in seen:
                self._note(key, f"la clave «{key.value}» está repetida. Deja una sola.")
            else:
                seen.add(key.value)
        return node

    def _note(self, where: yaml.Node | yaml.Event, mistake: str) -> None:
        mark = where.start_mark
        self._mistakes.append((mark.line + 1 if mark else 1, mistake))

    def _fail_if_mistaken(self) -> None:
        if self._mistakes:
            lines = [f"{self._file}, línea {line}: {text}" for line, text in self._mistakes]
            raise StrictYamlError(tuple(lines))


def _surprise(word: str, tag: str) -> str | None:
    if word in ("true", "false", "null"):
        return None
    if word.lower() in SURPRISING_WORDS:
        return f'«{word}» sin comillas no es un texto para YAML. Escribe "{word}".'
    if word in SURPRISING_NULLS:
        return f"«{word}» sin comillas es un valor vacío. Escribe null, o el valor que falta."
    if tag in _TAGS_REFUSED:
        return f'«{word}» sin comillas es una orden para YAML. Escribe "{word}".'
    is_plain = _PLAIN_NUMBER.fullmatch(word) or (_PLAIN_DATE.fullmatch(word) and _is_date(word))
    looks_numeric = tag in _TAGS_CHECKED or _NUMBER_FOR_OTHERS.fullmatch(word)
    if looks_numeric and not is_plain:
        return f'«{word}» sin comillas se lee como otro número o fecha. Escribe "{word}".'
    return None


def _is_date(word: str) -> bool:
    try:
        date.fromisoformat(word)
    except ValueError:
        return False
    return True
