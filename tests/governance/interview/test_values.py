import pytest

from governance.interview.definition import Question
from governance.interview.values import check_value


def question(kind: str, **more: object) -> Question:
    words = dict.fromkeys(("id", "title", "ask", "why", "example", "group"), "x")
    return Question.model_validate({**words, "kind": kind, **more})


@pytest.mark.parametrize(
    ("kind", "value"),
    [("date", "2026-03-31"), ("number", "12"), ("number", "-0.5"), ("text", "algo")],
)
def test_a_value_of_its_kind_is_fine(kind, value):
    assert check_value(question(kind), value) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("date", "31/03/2026"),
        ("date", "2026-02-30"),
        ("date", "20260331"),
        ("number", "doce"),
        ("number", "nan"),
        ("number", "1_000"),
        ("number", ""),
        ("text", "  "),
    ],
)
def test_a_value_of_another_kind_is_explained(kind, value):
    assert check_value(question(kind), value)


def test_a_pattern_is_explained_in_the_words_of_the_question():
    asked = question("text", pattern="SDA-[0-9]{3}", pattern_help="Escribe SDA- y tres cifras.")
    assert check_value(asked, "SDA-001") is None
    assert "tres cifras" in str(check_value(asked, "el primero"))
