"""``dieuphoi token``: a token given out on the machine itself."""

from __future__ import annotations

import re
from pathlib import Path

from api.access import Keys, Role, read_key_file, secret_of
from api.store import open_database
from api.store.columns import now
from api.store.tokens import find_token
from tests.api.conftest import Dieuphoi


def test_a_token_is_given_out_and_printed_once(dieuphoi: Dieuphoi, tmp_path: Path) -> None:
    done = dieuphoi(
        "token", "Sở Nội vụ", "--role", "planner", "--province", "24", "--days", "3", DIEUPHOI_DATA_DIR=str(tmp_path)
    )
    assert done.exit_code == 0, done.output
    (text,) = re.findall(r"dieuphoi_\S+", done.output)
    parts = secret_of(text)
    assert parts is not None
    database = open_database(f"sqlite:///{tmp_path / 'dieuphoi.sqlite'}", Keys.of(read_key_file(tmp_path / "key")))
    token = find_token(database, parts[0])
    database.close()
    assert token is not None
    assert (token.province, token.role, token.name) == ("24", Role.PLANNER, "Sở Nội vụ")
    assert token.accepts(parts[1], now())


def test_a_database_that_cannot_be_used_ends_the_command_without_its_password(
    dieuphoi: Dieuphoi, tmp_path: Path
) -> None:
    url = "postgresql+psycopg://planner:secret@127.0.0.1:1/none"
    done = dieuphoi("token", "x", "--lang", "en", DIEUPHOI_DATA_DIR=str(tmp_path), DIEUPHOI_DATABASE_URL=url)
    assert done.exit_code == 2
    assert "The database cannot be used" in done.output
    assert "secret" not in done.output
