import copy
from pathlib import Path

import pytest
import yaml

from governance.interview.definition import DefinitionError, load_definition

GOOD = {
    "id": "prueba",
    "version": "1",
    "title": "Prueba",
    "source": "Ninguna",
    "intro": "Hola.",
    "review": "Revisa.",
    "done": "Listo.",
    "questions": [
        {
            "id": "uno",
            "title": "Uno",
            "ask": "¿Uno?",
            "why": "Porque sí.",
            "example": "Un uno.",
            "kind": "choice",
            "group": "todo",
            "options": [
                {"value": "si", "label": "Sí", "means": "que sí"},
                {
                    "value": "no",
                    "label": "No",
                    "means": "que no",
                    "counter": {
                        "ask": "¿Por qué?",
                        "accepts": ["un papel"],
                        "unsupported": "no_se",
                        "refuted_by": {"si": ["es que sí"]},
                    },
                },
            ],
        },
        {
            "id": "dos",
            "title": "Dos",
            "ask": "¿Dos?",
            "why": "Porque sí.",
            "example": "Un dos.",
            "kind": "text",
            "group": "todo",
            "ask_if": {"uno": ["si", "no_se"]},
            "pattern": "[0-9]+",
            "pattern_help": "Escribe solo cifras.",
        },
    ],
}


def write(folder: Path, definition: object) -> Path:
    path = folder / "prueba.yaml"
    path.write_text(yaml.safe_dump(definition, allow_unicode=True))
    return path


def test_a_definition_is_read(tmp_path):
    definition = load_definition(write(tmp_path, GOOD))
    assert definition.question("dos").ask_if == ({"uno": ("si", "no_se")},)
    assert definition.find_question("tres") is None


def mistakes(folder: Path, change: object) -> str:
    broken = copy.deepcopy(GOOD)
    change(broken)
    with pytest.raises(DefinitionError) as error:
        load_definition(write(folder, broken))
    return str(error.value)


def put(value, *path):
    def change(definition):
        for step in path[:-1]:
            definition = definition[step]
        definition[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (put("uno", "questions", 1, "id"), "dos preguntas con ese id"),
        (put([], "questions", 0, "options"), "dos o más"),
        (put("text", "questions", 0, "kind"), "solo las preguntas «choice»"),
        (put("si", "questions", 0, "options", 1, "value"), "repetido"),
        (put("no_se", "questions", 0, "options", 0, "value"), "allows_unknown"),
        (put(False, "questions", 0, "allows_unknown"), "no lo admite"),
        (put({"tres": ["si"]}, "questions", 1, "ask_if"), "no es una pregunta anterior"),
        (put({"dos": ["si"]}, "questions", 1, "ask_if"), "no es una pregunta anterior"),
        (put({"uno": ["tal vez"]}, "questions", 1, "ask_if"), "no puede valer"),
        (put(["tres"], "questions", 1, "about"), "«about» nombra"),
        (put("[", "questions", 1, "pattern"), "expresión regular"),
        (put("", "questions", 1, "pattern_help"), "pattern_help"),
        (put("x", "questions", 1, "colour"), "questions.1.colour: no existe"),
        (put("", "title"), "title: está vacío"),
        (put(["x"], "intro"), "intro: no es un texto"),
        (put("otra", "questions", 0, "kind"), "questions.0.kind"),
        (put({"no": ["x"]}, "questions", 0, "options", 1, "counter", "refuted_by"), "otro valor"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path, change, told):
    assert told in mistakes(tmp_path, change)


def test_every_mistake_is_told_at_once(tmp_path):
    def change(definition):
        put([], "questions", 0, "options")(definition)
        put("[", "questions", 1, "pattern")(definition)

    message = mistakes(tmp_path, change)
    assert "dos o más" in message
    assert "expresión regular" in message


def test_an_unquoted_no_is_refused(tmp_path):
    path = write(tmp_path, GOOD)
    path.write_text(path.read_text().replace("value: 'no'", "value: no"))
    with pytest.raises(DefinitionError, match="comillas"):
        load_definition(path)


def test_any_other_word_gives_another_digest(tmp_path):
    one = load_definition(write(tmp_path, GOOD))
    changed = copy.deepcopy(GOOD)
    changed["questions"][0]["why"] = "Porque no."
    assert load_definition(write(tmp_path, changed)).digest != one.digest
    assert load_definition(write(tmp_path, GOOD)).digest == one.digest
