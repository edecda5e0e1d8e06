"""What an intruder can do to a log, tried on the entries alone."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.canonical import sha256
from governance.log.chain import GENESIS, Entry, Head, ProblemKind, Verification, link_hash
from governance.log.chain_walk import check_chain
from governance.log.decision_log import verify_export
from governance.log.export import write_entry, write_head
from governance.log.head import LogHead
from governance.log.signing import PublicKeys


def chain(length: int) -> list[Entry]:
    entries: list[Entry] = []
    previous = GENESIS
    for sequence in range(1, length + 1):
        content = f'{{"question":"consulta {sequence} ¿ñ?"}}'
        entry = Entry(
            sequence, f"{sequence:032x}", "decision", f"2026-01-01T00:00:{sequence:02}.000000Z",
            "limitado", 1, previous, sha256(content), "", content,
        )  # fmt: skip
        entry = entry._replace(hash=link_hash(entry))
        previous = entry.hash
        entries.append(entry)
    return entries


WHOLE = chain(12)
HEAD = Head(12, WHOLE[-1].hash)
places = st.integers(0, len(WHOLE) - 1)


def findings(found: Verification) -> set[tuple[ProblemKind, int]]:
    return {(problem.kind, problem.sequence) for problem in found.problems}


def renumbered(entries: list[Entry]) -> list[Entry]:
    return [entry._replace(sequence=n) for n, entry in enumerate(entries, start=1)]


def relinked(entries: list[Entry], start: int) -> list[Entry]:
    """Recompute every hash from `start`, as whoever knows the format would."""
    done = entries[:start]
    for entry in entries[start:]:
        entry = entry._replace(previous_hash=done[-1].hash if done else GENESIS)
        if entry.content is not None:
            entry = entry._replace(content_hash=sha256(entry.content))
        done.append(entry._replace(hash=link_hash(entry)))
    return done


def test_a_whole_chain_has_no_problems() -> None:
    assert check_chain(WHOLE, HEAD).is_intact


def test_an_empty_log_has_no_problems() -> None:
    assert check_chain([], Head(0, GENESIS)).is_intact


@given(places, st.sampled_from(Entry._fields), st.data())
def test_any_changed_field_is_noticed_and_named(
    place: int, field: str, data: st.DataObject
) -> None:
    value = getattr(WHOLE[place], field)
    if isinstance(value, str):
        at = data.draw(st.integers(0, len(value) - 1))
        other = data.draw(st.characters(codec="utf-8").filter(lambda c: c != value[at]))
        spoiled: object = value[:at] + other + value[at + 1 :]
    else:
        spoiled = data.draw(st.integers(13, 99))
    entries = list(WHOLE)
    entries[place] = entries[place]._replace(**{field: spoiled})  # type: ignore[arg-type]
    named = {problem.sequence for problem in check_chain(entries, HEAD).problems}
    assert place + 1 in named


@given(places)
def test_a_removed_entry_is_noticed_and_named(place: int) -> None:
    left = WHOLE[:place] + WHOLE[place + 1 :]
    assert ("removed", place + 1) in findings(check_chain(left, HEAD))


@given(places)
def test_a_removed_entry_is_named_even_when_the_rest_is_renumbered(place: int) -> None:
    left = renumbered(WHOLE[:place] + WHOLE[place + 1 :])
    assert ("removed", place + 1) in findings(check_chain(left, HEAD))


@given(places)
def test_an_inserted_entry_is_noticed_and_named(place: int) -> None:
    content = '{"question":"nunca se hizo"}'
    forged = WHOLE[place]._replace(decision_id="f" * 32, content=content)
    entries = renumbered([*WHOLE[:place], forged, *WHOLE[place:]])
    entries[place] = relinked(entries[: place + 1], place)[-1]
    assert ("inserted", place + 1) in findings(check_chain(entries, HEAD))


def test_an_entry_added_at_the_end_without_the_head_is_noticed() -> None:
    entries = relinked([*WHOLE, WHOLE[0]._replace(sequence=13, decision_id="f" * 32)], 12)
    assert findings(check_chain(entries, HEAD)) == {("inserted", 13)}


@given(places, places)
def test_entries_that_changed_places_are_noticed_and_named(one: int, other: int) -> None:
    if one == other:
        return
    entries = list(WHOLE)
    entries[one], entries[other] = entries[other], entries[one]
    found = findings(check_chain(renumbered(entries), HEAD))
    assert found == {("moved", one + 1), ("moved", other + 1)}


@given(st.permutations(WHOLE))
def test_lines_in_another_order_are_noticed(entries: list[Entry]) -> None:
    assert check_chain(entries, HEAD).is_intact == (entries == WHOLE)


@given(places)
def test_a_rewritten_entry_with_its_own_hashes_right_is_named(place: int) -> None:
    forged = WHOLE[place]._replace(content='{"question":"otra"}')
    entries = list(WHOLE)
    entries[place] = relinked([*WHOLE[:place], forged], place)[-1]
    found = findings(check_chain(entries, HEAD))
    assert {sequence for _, sequence in found} == {place + 1}


@given(places)
def test_a_chain_rewritten_to_its_end_is_noticed_by_a_published_head(place: int) -> None:
    forged = WHOLE[place]._replace(content='{"question":"otra"}')
    entries = relinked([*WHOLE[:place], forged, *WHOLE[place + 1 :]], place)
    own_head = Head(12, entries[-1].hash)
    assert check_chain(entries, own_head).is_intact  # alone, it cannot be told
    assert findings(check_chain(entries, own_head, [HEAD])) == {("head", 12)}


@given(st.integers(1, 12))
def test_a_cut_end_is_noticed(cut: int) -> None:
    assert ("removed", 13 - cut) in findings(check_chain(WHOLE[:-cut], HEAD))
    own_head = Head(12 - cut, WHOLE[-cut - 1].hash) if cut < 12 else Head(0, GENESIS)
    assert check_chain(WHOLE[:-cut], own_head).is_intact
    assert not check_chain(WHOLE[:-cut], own_head, [HEAD]).is_intact


def test_a_missing_head_is_a_problem() -> None:
    assert ("head", 12) in findings(check_chain(WHOLE, None))


@given(places)
def test_content_that_is_gone_without_a_purge_is_noticed(place: int) -> None:
    entries = list(WHOLE)
    entries[place] = entries[place]._replace(content=None)
    assert findings(check_chain(entries, HEAD)) == {("erased", place + 1)}


@given(st.sampled_from([b"x", 7, None, 1.5]), st.sampled_from(Entry._fields[:-1]))
def test_a_field_of_another_type_is_a_problem_and_not_a_crash(value: object, field: str) -> None:
    if field == "sequence":
        return  # the primary key, which both databases type
    entries = list(WHOLE)
    entries[4] = entries[4]._replace(**{field: value})  # type: ignore[arg-type]
    assert 5 in {problem.sequence for problem in check_chain(entries, HEAD).problems}


def test_a_ruined_log_is_described_up_to_a_limit_and_counted_beyond() -> None:
    many = [entry._replace(decision_id="0" * 32) for entry in chain(59)] * 3
    found = check_chain(renumbered(many), None)
    assert len(found.problems) + found.omitted >= 177
    assert len(found.problems) <= 100


LINES = [write_entry(entry) for entry in WHOLE] + [write_head(LogHead(*HEAD), PublicKeys())]
EXPORT = "".join(f"{line}\n" for line in LINES).encode()


def verify_bytes(data: bytes) -> Verification:
    return verify_export(data.decode("utf-8", "surrogateescape").split("\n")[:-1])


def test_an_export_verifies_with_no_database() -> None:
    assert verify_bytes(EXPORT).is_intact


@settings(max_examples=300)
@given(st.integers(0, len(EXPORT) - 2), st.integers(1, 255))
def test_any_changed_byte_of_an_export_is_noticed(position: int, change: int) -> None:
    data = bytearray(EXPORT)
    data[position] ^= change
    assert not verify_bytes(bytes(data)).is_intact


@given(st.integers(0, len(LINES) - 1))
def test_a_missing_line_of_an_export_is_noticed(place: int) -> None:
    assert not verify_export(LINES[:place] + LINES[place + 1 :]).is_intact


@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES)))
def test_a_repeated_line_of_an_export_is_noticed(place: int, where: int) -> None:
    lines = list(LINES)
    lines.insert(where, LINES[place])
    assert not verify_export(lines).is_intact


@given(st.permutations(LINES))
def test_an_export_in_another_order_is_noticed(lines: list[str]) -> None:
    assert verify_export(lines).is_intact == (lines == LINES)


@pytest.mark.parametrize("line", ["", "{}", "null", "[]", '{"head":{}}', "\ud800", "{" * 5000])
def test_nonsense_in_an_export_is_a_problem_and_not_a_crash(line: str) -> None:
    lines = list(LINES)
    lines.insert(random.randrange(12), line)
    assert not verify_export(lines).is_intact
