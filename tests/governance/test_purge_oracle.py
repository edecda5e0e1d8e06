"""The purge against an oracle that is slow and plain: any clock, any levels, any holds."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, select

from assistant.database import writing
from governance.log.decision_log import DecisionLog, verify_export
from governance.log.holds import Holds
from governance.log.protection import Between, Everything, OfConversation, Scope
from governance.log.tables import decision_log
from tests.governance import stores
from tests.governance.stores import NOON, a_decision

migrated_file = stores.migrated_file
sqlite_engine = stores.sqlite_engine

LOG, DAY = DecisionLog(), timedelta(days=1)
DAYS = {"limitado": 365, "alto": 1095}
TALKS = ("c-1", "c-2")


@dataclass
class Oracle:
    """Knows every entry and every rule, and goes through all of them each time."""

    entries: dict[int, tuple[datetime, str, str]] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    rises: list[tuple[datetime, int]] = field(default_factory=list)
    level: str = "limitado"
    holds: dict[str, Scope] = field(default_factory=dict)

    def is_held(self, at: datetime, talk: str) -> bool:
        for scope in self.holds.values():
            if isinstance(scope, Everything):
                return True
            if isinstance(scope, OfConversation) and scope.conversation_id == talk:
                return True
            if isinstance(scope, Between) and scope.since <= at <= scope.until:
                return True
        return False

    def days(self, at: datetime, retention: str) -> int:
        later = [days for until, days in self.rises if at <= until]
        return max([DAYS[retention], *later])

    def set_level(self, level: str, at: datetime) -> None:
        until = max([at, *(at for at, _, _ in self.entries.values())])
        self.rises.append((until, DAYS[level]))
        self.level = level

    def purge(self, now: datetime) -> None:
        for sequence, (at, retention, talk) in self.entries.items():
            is_over = at < now - self.days(at, retention) * DAY
            if is_over and not self.is_held(at, talk):
                self.erased.add(sequence)


scopes = st.one_of(
    st.just(Everything()),
    st.sampled_from(TALKS).map(OfConversation),
    st.tuples(st.integers(0, 1500), st.integers(0, 400)).map(
        lambda pair: Between(NOON + pair[0] * DAY, NOON + sum(pair) * DAY)
    ),
)
steps = st.lists(
    st.one_of(
        st.tuples(st.just("append"), st.sampled_from(TALKS), st.integers(1, 3)),
        st.tuples(st.just("level"), st.sampled_from(tuple(DAYS)), st.just(0)),
        st.tuples(st.just("hold"), scopes, st.just(0)),
        st.tuples(st.just("release"), st.integers(0, 3), st.just(0)),
        st.tuples(st.just("move"), st.integers(-40, 500), st.just(0)),
        st.tuples(st.just("purge"), st.sampled_from((None, 1, 2)), st.just(0)),
    ),
    max_size=25,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps)
def test_what_is_purged_is_what_a_slow_oracle_says(sqlite_engine: Engine, plan) -> None:  # type: ignore[no-untyped-def]
    oracle, now = Oracle(), NOON
    with writing(sqlite_engine) as connection:
        savepoint = connection.begin_nested()  # each example begins with an empty log
        for what, which, count in plan:
            now += timedelta(minutes=7)
            if what == "append":
                for _ in range(count):
                    decision = a_decision(at=now, conversation_id=which)
                    LOG.append(connection, decision)
                    oracle.entries[LOG.head(connection).sequence] = (now, oracle.level, which)
            elif what == "level":
                LOG.set_level(connection, which, which, by="F-1", reason="Acta", at=now)
                oracle.set_level(which, now)
            elif what == "hold":
                held = Holds(LOG).place(
                    connection,
                    matter="auditoria",
                    reference="A",
                    justification="B",
                    by="F-1",
                    scope=which,
                    at=now,
                )
                oracle.holds[held.id] = which
            elif what == "release" and which < len(oracle.holds):
                hold_id = sorted(oracle.holds)[which]
                Holds(LOG).release(connection, hold_id, by="F-1", reason="C", at=now)
                del oracle.holds[hold_id]
            elif what == "move":
                now += which * DAY
            elif what == "purge":
                while LOG.purge(connection, now, which).entries == which and which:
                    pass
                oracle.purge(now)
                gone = select(decision_log.c.sequence).where(decision_log.c.content.is_(None))
                assert set(connection.execute(gone).scalars()) == oracle.erased
        assert LOG.verify(connection).problems == ()
        assert verify_export(list(LOG.export(connection))).is_intact
        savepoint.rollback()
