from datetime import date
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from governance.policy.strict_yaml import SURPRISING_WORDS, StrictYamlError, load_strict


def read(folder: Path, text: str) -> object:
    path = folder / "reglas.yaml"
    path.write_text(text, encoding="utf-8")
    return load_strict(path)


def mistakes(folder: Path, text: str) -> tuple[str, ...]:
    with pytest.raises(StrictYamlError) as caught:
        read(folder, text)
    return caught.value.mistakes


@st.composite
def spelled(draw: st.DrawFn) -> str:
    word = draw(st.sampled_from(sorted(SURPRISING_WORDS)))
    letters = [draw(st.sampled_from((letter.lower(), letter.upper()))) for letter in word]
    return "".join(letters)


PLACES = ("a: {}", "{}: a", "- {}", "a: [x, {}]", "a: {{b: {}}}", "a: {{{}: b}}", "{}", "? {}\n: a")


@given(word=spelled(), place=st.sampled_from(PLACES))
def test_an_unquoted_no_is_impossible_however_and_wherever_it_is_written(
    tmp_path_factory: pytest.TempPathFactory, word: str, place: str
) -> None:
    if word in ("true", "false") and place != "{}: a":
        return
    folder = tmp_path_factory.mktemp("yaml")
    found = mistakes(folder, place.format(word))
    if word not in ("true", "false"):
        assert any(f"«{word}»" in line and f'"{word}"' in line for line in found)


@given(word=spelled(), place=st.sampled_from(PLACES))
def test_the_same_word_between_quotes_is_a_text(
    tmp_path_factory: pytest.TempPathFactory, word: str, place: str
) -> None:
    folder = tmp_path_factory.mktemp("yaml")
    assert word in repr(read(folder, place.format(f'"{word}"')))


def leaves(value: object) -> list[object]:
    if isinstance(value, dict):
        return [leaf for item in value.items() for part in item for leaf in leaves(part)]
    if isinstance(value, list):
        return [leaf for item in value for leaf in leaves(item)]
    return [value]


@given(
    text=st.text(
        st.sampled_from("noyesffrutNOYF01:.,_-+eExXo~ \n[]{}\"'#&*!<=|>?"), min_size=1, max_size=24
    )
)
def test_whatever_is_written_a_truth_value_is_only_read_from_true_or_false(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("yaml")
    try:
        value = read(folder, text)
    except StrictYamlError:
        return
    for leaf in leaves(value):
        if isinstance(leaf, bool):
            assert str(leaf).lower() in text


def test_the_message_names_the_file_the_line_the_word_and_the_remedy(tmp_path: Path) -> None:
    found = mistakes(tmp_path, "- id: R-P5\n  when:\n    P5: [no]\n")
    assert found == (
        'reglas.yaml, línea 3: «no» sin comillas no es un texto para YAML. Escribe "no".',
    )


def test_every_mistake_of_a_file_is_told_in_one_go(tmp_path: Path) -> None:
    found = mistakes(tmp_path, "a: no\nb: 010\na: x\nc: ~\n")
    assert [line.split(":")[0] for line in found] == [
        "reglas.yaml, línea 1",
        "reglas.yaml, línea 2",
        "reglas.yaml, línea 4",
        "reglas.yaml, línea 3",
    ]


@pytest.mark.parametrize(
    "number",
    [
        "1_000",
        "010",
        "08",
        "0o10",
        "0x1F",
        "0b11",
        "1:30",
        "190:20:30",
        "1e3",
        "1.5e+3",
        "+3",
        ".5",
    ],
)
def test_a_number_that_yaml_reads_as_another_is_refused(tmp_path: Path, number: str) -> None:
    assert f'Escribe "{number}".' in mistakes(tmp_path, f"a: {number}")[0]


@pytest.mark.parametrize(
    "moment", ["2025-13-06", "2025-02-30", "2025-10-06 10:00:00", ".inf", ".nan"]
)
def test_a_date_that_is_not_a_day_is_refused(tmp_path: Path, moment: str) -> None:
    assert f"«{moment}»" in mistakes(tmp_path, f"a: {moment}")[0]


def test_days_numbers_texts_and_truth_values_stay_what_they_are(tmp_path: Path) -> None:
    text = 'a: 2025-10-06\nb: [1, -2, 3.5, 0]\nc: true\nd: null\ne: 1.0.0\nf: si\ng: "no"\n'
    assert read(tmp_path, text) == {
        "a": date(2025, 10, 6),
        "b": [1, -2, 3.5, 0],
        "c": True,
        "d": None,
        "e": "1.0.0",
        "f": "si",
        "g": "no",
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: 1\nb: 2\na: 3\n", "línea 3: la clave «a» está repetida"),
        ("a: {b: 1, b: 2}", "la clave «b» está repetida"),
        ("1: a", "una clave no es un texto"),
        ("2025-10-06: a", "una clave no es un texto"),
        ("[a, b]: c", "una clave no es un texto"),
        ("a:\nb: 1", "valor vacío"),
        ("a: !!bool no", "la etiqueta"),
        ("a: !!python/object/apply:os.getcwd []", "la etiqueta"),
        ("a: ! no", "la etiqueta"),
        ("a: &x k\nb: *x", "copia otra parte"),
        ("<<: {a: 1}", "es una orden para YAML"),
        ("", "está vacío"),
        ("a: [1", "no es YAML válido"),
        ("a: 1\n---\nb: 2", "no es YAML válido"),
        ("a: \x07", "un carácter que YAML no admite"),
    ],
)
def test_what_would_be_dropped_or_changed_in_silence_is_refused(
    tmp_path: Path, text: str, said: str
) -> None:
    assert any(said in line for line in mistakes(tmp_path, text))


def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "reglas.yaml"
    path.write_bytes("a: año".encode("latin-1"))
    with pytest.raises(StrictYamlError, match="no es texto UTF-8"):
        load_strict(path)


def test_the_plain_loader_would_have_accepted_the_unquoted_no() -> None:
    assert yaml.safe_load("P5: no") == {"P5": False}
