from pathlib import Path

import pytest

from assistant.accounts.identity import Identity
from assistant.accounts.installation_key import NAME, InstallationKey, KeyFileError, load_key
from tests.governance.stores import fork, forks


def test_the_key_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    made = load_key(folder)
    assert load_key(folder) == made and len(made.secret) == 32
    assert (folder / NAME).stat().st_mode & 0o777 == 0o600
    assert [file.name for file in folder.iterdir()] == [NAME]
    assert made.secret.hex() not in repr(made)


@forks
def test_processes_that_start_at_once_end_with_the_same_key(tmp_path: Path) -> None:
    with fork.Pool(8) as pool:
        keys = pool.map(load_key, [tmp_path] * 32, chunksize=1)
    assert len({key.secret for key in keys}) == 1
    assert [file.name for file in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("content", ["", "no es una clave", "ab" * 31, "ñ"])
def test_a_damaged_file_is_said_and_not_replaced(tmp_path: Path, content: str) -> None:
    (tmp_path / NAME).write_text(content, encoding="utf-8")
    with pytest.raises(KeyFileError, match="respaldo"):
        load_key(tmp_path)
    assert (tmp_path / NAME).read_text(encoding="utf-8") == content


def test_what_is_kept_of_an_identity_depends_on_the_key_the_service_and_the_claim() -> None:
    ours, others = InstallationKey(b"a" * 32), InstallationKey(b"b" * 32)
    one = Identity("https://id.example", "sub", "11111111")
    marks = {
        one.mark(ours),
        one.mark(others),
        Identity("https://otro.example", "sub", "11111111").mark(ours),
        Identity("https://id.example", "email", "11111111").mark(ours),
        Identity("https://id.example", "sub", "11111112").mark(ours),
    }
    assert len(marks) == 5 and all(len(mark) == 64 for mark in marks)


@pytest.mark.parametrize("typed", ["11.111.111-1", "11111111-1", " 11.111.111 ", "111111111"])
def test_a_run_is_the_same_however_it_was_typed(typed: str) -> None:
    key = InstallationKey(b"a" * 32)
    said = Identity("https://id.example", "RolUnico.numero", "11111111")
    assert Identity("https://id.example", "RolUnico.numero", typed).mark(key) == said.mark(key)


@pytest.mark.parametrize(
    ("one", "other"),
    [("a.b@gore.example", "ab@gore.example"), ("AbC", "abc"), ("11111111", "111111111")],
)
def test_elsewhere_a_dot_a_capital_or_a_digit_make_another_person(one: str, other: str) -> None:
    key = InstallationKey(b"a" * 32)
    marks = {Identity("https://id.example", "sub", value).mark(key) for value in (one, other)}
    assert len(marks) == 2
