"""Several at once, each in a transaction of their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from sqlalchemy import Engine

from assistant.database import reading, writing
from governance.policy.model import Policy
from governance.registers.acts import Acta, ActRefused, Acts
from governance.registers.officials import Official
from tests.fakes import FixedClock
from tests.governance.registers.people import LIMITADO, Desk
from tests.governance.registers.test_systems import register

ACTA = Acta("12", date(2026, 3, 2))


def test_many_that_register_at_once_get_different_ids(engine: Engine) -> None:
    def one(number: int) -> str:
        with writing(engine) as connection:
            return register(connection, f"Sistema {number}").id

    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(one, range(16)))
    assert sorted(ids) == [f"SDA-{n:03d}" for n in range(10, 26)]


def test_of_two_decisions_at_once_only_one_is_written(engine: Engine, policy: Policy) -> None:
    clock = FixedClock()
    with writing(engine) as connection:
        desk = Desk(connection, policy, clock)
        system, members = desk.system(), [desk.member(), desk.member()]
        desk.classify(system, LIMITADO)

    def decide(official: Official) -> bool:
        try:
            with writing(engine) as connection:
                Acts(clock).approve(connection, official, system.id, 1, "limitado", ACTA)
        except ActRefused:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(decide, members)) == [False, True]
    with reading(engine) as connection:
        assert len(Acts().history(connection, system.id)) == 1
