"""The audit log: what it holds, and that nothing can be changed in it unseen."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from api.access import CONSOLE, Caller, Role
from api.store import Database
from api.store.audit import AUDIT, HEAD, Act, entries_of, note, note_alone
from api.store.audit_check import Anchor, Damage, LogCheck, check_log
from api.store.tokens import issue_token, revoke_token
from tests.api.stored import new_caller, new_run

Tamper = Callable[[Connection], object]


def checked(database: Database, known: Anchor | None = None) -> LogCheck:
    with database.reading() as connection:
        return check_log(connection, known)


def fill(database: Database, rows: int) -> None:
    for number in range(rows):
        note_alone(database, CONSOLE, Act.PEOPLE_SEEN, f"d{number}")


def tamper(database: Database, *acts: Tamper) -> None:
    """Do what only an owner of the database can: the log itself refuses."""
    with database.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_no_update"))
            connection.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            connection.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_only_grows"))
        for act in acts:
            act(connection)


def test_an_empty_log_is_whole(database: Database) -> None:
    assert checked(database) == LogCheck(0, None, ())


def test_acts_are_noted_with_ids_and_hashes(database: Database) -> None:
    caller = new_caller(database)
    run = new_run(database, caller)
    revoke_token(database, caller, caller.token)
    rows = list(reversed(entries_of(database, caller, 100, None)))
    assert [(row.number, row.act, row.subject) for row in rows] == [
        (1, "token.given", caller.token),
        (2, "dataset.kept", run.dataset),
        (3, "run.started", run.id),
        (4, "token.ended", caller.token),
    ]
    assert [row.actor for row in rows] == ["console", *[caller.token] * 3]
    assert {row.province for row in rows} == {"24"}
    assert checked(database).troubles == ()


def test_an_act_that_is_undone_is_not_noted(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as connection:
        note(connection, CONSOLE, Act.PEOPLE_SEEN, "d")
        raise RuntimeError
    assert checked(database).rows == 0


def test_writers_at_once_make_one_chain(database: Database) -> None:
    with ThreadPoolExecutor(4) as writers:
        list(writers.map(lambda _: fill(database, 5), range(4)))
    assert (checked(database).rows, checked(database).troubles) == (20, ())


def test_rows_of_other_provinces_are_not_shown(database: Database) -> None:
    issue_token(database, province="20", name="x", role=Role.VIEWER, days=1)
    assert entries_of(database, Caller("1", "24", Role.ADMIN), 10, None) == []
    assert len(entries_of(database, CONSOLE, 10, None)) == 1


def test_the_table_itself_refuses_changes(database: Database) -> None:
    fill(database, 2)
    for change in (update(AUDIT).values(subject="x"), delete(AUDIT)):
        with pytest.raises(DBAPIError, match="only grows"), database.writing() as connection:
            connection.execute(change)


def swap(connection: Connection) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        connection.execute(update(AUDIT).where(AUDIT.c.number == old).values(number=new))


def close_gap(connection: Connection) -> None:
    connection.execute(delete(AUDIT).where(AUDIT.c.number == 3))
    for number in (4, 5):
        connection.execute(update(AUDIT).where(AUDIT.c.number == number).values(number=number - 1))
    connection.execute(update(HEAD).values(number=4))


def forge(connection: Connection) -> None:
    last = connection.execute(select(AUDIT).where(AUDIT.c.number == 5)).one()._asdict()
    connection.execute(insert(AUDIT).values(**{**last, "number": 6, "seal": "0" * 64}))
    connection.execute(update(HEAD).values(number=6))


@pytest.mark.parametrize(
    ("act", "damage"),
    [
        *(
            (lambda c, k=column: c.execute(update(AUDIT).where(AUDIT.c.number == 3).values({k: "x"})), {(3, "altered")})
            for column in ("province", "actor", "account", "act", "subject", "sha256")
        ),
        (
            lambda c: c.execute(update(AUDIT).where(AUDIT.c.number == 3).values(seal="0" * 64)),
            {(3, "altered"), (4, "altered")},
        ),
        (lambda c: c.execute(delete(AUDIT).where(AUDIT.c.number == 3)), {(3, "missing")}),
        (lambda c: c.execute(delete(AUDIT).where(AUDIT.c.number == 1)), {(1, "missing")}),
        (lambda c: c.execute(delete(AUDIT).where(AUDIT.c.number == 5)), {(5, "cut_off")}),
        (lambda c: c.execute(delete(AUDIT)), {(1, "cut_off")}),
        (lambda c: c.execute(delete(HEAD)), {(6, "cut_off")}),
        (swap, {(2, "altered"), (3, "altered"), (4, "altered")}),
        (close_gap, {(3, "altered"), (4, "altered"), (5, "cut_off")}),
        (forge, {(6, "altered"), (7, "cut_off")}),
    ],
)
def test_tampering_is_found_where_it_was(database: Database, act: Tamper, damage: set[tuple[int, str]]) -> None:
    fill(database, 5)
    assert checked(database).troubles == ()
    tamper(database, act)
    found = {(trouble.number, trouble.damage.value) for trouble in checked(database).troubles}
    assert damage <= found
    assert {number for number, _ in found} == {number for number, _ in damage}


def test_a_log_put_back_to_an_earlier_state_does_not_hold_a_seal_that_was_noted(database: Database) -> None:
    fill(database, 2)
    with database.reading() as connection:
        head = connection.execute(select(HEAD)).one()._asdict()
    fill(database, 1)
    known = checked(database).last
    assert checked(database, known).troubles == ()
    tamper(
        database,
        lambda c: c.execute(delete(AUDIT).where(AUDIT.c.number == 3)),
        lambda c: c.execute(update(HEAD).values(**head)),
    )
    assert checked(database).troubles == ()
    (trouble,) = checked(database, known).troubles
    assert (trouble.number, trouble.damage) == (3, Damage.NOT_AS_KNOWN)
