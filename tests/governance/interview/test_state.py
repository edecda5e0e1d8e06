import pytest

from governance.interview.moves import start
from governance.interview.state import Interview, StateError
from tests.governance.interview.playing import classification, reviewed


def test_what_another_format_kept_is_refused_saying_so():
    data = start(classification()).to_json() | {"schema": 99}
    with pytest.raises(StateError, match="99"):
        Interview.from_json(data)


@pytest.mark.parametrize(
    "damage",
    [{"stage": "dormida"}, {"answers": {"P1": {"value": "si"}}}, {"answers": None}, {"trail": 3}],
)
def test_damaged_data_are_refused_saying_what_to_do(damage):
    with pytest.raises(StateError, match="Restaura"):
        Interview.from_json(reviewed().to_json() | damage)


def test_a_missing_part_is_refused():
    data = reviewed().to_json()
    del data["definition"]
    with pytest.raises(StateError, match="definition"):
        Interview.from_json(data)
