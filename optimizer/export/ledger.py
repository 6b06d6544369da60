"""A ledger in words: its rows with totals, what must be known to read them, and the checks of the totals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.domain import Unit
from optimizer.export.labels import field_name, unit_name
from optimizer.export.section import Section
from optimizer.ledger import MEASURES, By, Check, Ledger, checks_of
from optimizer.norms import norm_of
from optimizer.text import Language, say, spoken


def ledger_sections(ledger: Ledger, language: Language) -> tuple[Section, ...]:
    """The ledger as a table with its totals, and its totals checked."""
    return _table(ledger, language), _checks(ledger, language)


def row_name(ledger: Ledger, row: int, language: Language) -> str:
    """What a row is about: a unit with its code, and its department or field."""
    unit = unit_name(ledger.units[row])
    if ledger.by is By.UNIT:
        return unit
    part = ledger.before.index[row][1]
    if ledger.by is By.FIELD:
        return f"{unit} / {field_name(ledger.dataset.field_by_code, part, language)}"
    return f"{unit} / {part or say('ledger.no_department', language)}"


def _table(ledger: Ledger, language: Language) -> Section:
    with_norm = ledger.by is By.UNIT and bool(ledger.norms)
    columns = (ledger.by.value, ledger.measure, *(["norm"] if with_norm else []), *MEASURES)
    return Section(
        say(f"ledger.title_{ledger.by}", language, day=ledger.policy.as_of),
        tuple(say(f"ledger.{column}", language) for column in columns),
        (*_rows(ledger, with_norm, language), *_totals(ledger, with_norm, language)),
        tuple(_notes(ledger, language)),
    )


def _rows(ledger: Ledger, with_norm: bool, language: Language) -> Iterator[tuple[str, ...]]:
    numbers = [state.to_numpy().tolist() for state in ledger.states]
    for row, unit in enumerate(ledger.units):
        staffed, *others = _figures([state[row] for state in numbers], language)
        if unit.code not in ledger.measured:
            staffed += "*"
        yield row_name(ledger, row, language), staffed, *_norm(ledger, [unit], with_norm, language), *others


def _totals(ledger: Ledger, with_norm: bool, language: Language) -> Iterator[tuple[str, ...]]:
    """The sum of every kind of unit, if there are several, and the sum of all."""
    states = [ledger.by_kind(state) for state in ledger.states]
    groups = [
        (say("ledger.total_of", language, kind=say(f"sender_kind.{kind}", language)), [state[kind] for state in states])
        for kind in states[0]
    ]
    for name, parts in [*(groups if len(groups) > 1 else []), (say("ledger.total", language), [*ledger.states])]:
        units = [ledger.dataset.unit_by_code[code] for code in parts[0].index.get_level_values("unit")]
        staffed, *others = _figures([part.sum().tolist() for part in parts], language)
        yield name, staffed, *_norm(ledger, units, with_norm, language), *others


def _figures(states: Sequence[Sequence[int]], language: Language) -> list[str]:
    """Numbers before, each with the number after if it is another one.

    >>> _figures([[32, 30], [32, 31]], "en")
    ['32', '30 → 31']
    """
    return [
        spoken(was, language) if was == becomes else f"{spoken(was, language)} → {spoken(becomes, language)}"
        for was, becomes in zip(states[0], states[-1], strict=True)
    ]


def _norm(ledger: Ledger, units: Sequence[Unit], with_norm: bool, language: Language) -> list[str]:
    """The cell of the norm, if there is that column: the sum over units that have one, empty if none has."""
    known = [ledger.norms[unit.code] for unit in units if unit.code in ledger.norms]
    return [spoken(sum(known), language) if known else ""] if with_norm else []


def _notes(ledger: Ledger, language: Language) -> Iterator[str]:
    if ledger.after is not None:
        yield say("ledger.arrow", language)
    for when, state in zip(_whens(ledger, language), ledger.states, strict=True):
        surplus, shortage = int(state["surplus"].sum()), int(state["shortage"].sum())
        yield say("ledger.net", language, when=when, surplus=surplus, shortage=shortage, net=surplus - shortage)
    unmeasured = len({unit.code for unit in ledger.units} - ledger.measured)
    if unmeasured:
        yield say(f"ledger.no_{ledger.measure}", language, units=unmeasured)
    yield _proposal(ledger, language) if ledger.by is By.UNIT else say("ledger.seats_for_quota", language)
    if ledger.contract:
        yield say("ledger.contract", language, people=ledger.contract)


def _proposal(ledger: Ledger, language: Language) -> str:
    """What the norms come to beside the quota of the same units, and where they stand."""
    units = [unit for unit in ledger.units if unit.code in ledger.norms]
    if not units:
        return say("ledger.no_proposal", language)
    norms = [norm_of(unit.kind, ledger.policy.norms, ledger.policy.as_of) for unit in units]
    return say(
        "ledger.proposal",
        language,
        units=len(units),
        norm=sum(ledger.norms.values()),
        quota=int(ledger.before.loc[[unit.code for unit in units], "quota"].sum()),
        source=", ".join(sorted({norm.source for norm in norms if norm})),
    )


def _checks(ledger: Ledger, language: Language) -> Section:
    states = checks_of(ledger)
    return Section(
        say("ledger.title_checks", language),
        (say("ledger_check.check", language), *_whens(ledger, language)),
        tuple(
            (say(f"ledger_check.{checks[0].code}", language), *(_sums(check, language) for check in checks))
            for checks in zip(*states, strict=True)
        ),
    )


def _whens(ledger: Ledger, language: Language) -> list[str]:
    """What every state of a ledger is called."""
    return [say(f"ledger.{when}", language) for when in (["now"] if ledger.after is None else ["before", "after"])]


def _sums(check: Check, language: Language) -> str:
    """Both sums of a check.

    >>> _sums(Check("payroll", 1_200, 1_201), "vi")
    '1.200 ≠ 1.201'
    """
    return f"{spoken(check.counted, language)} {'=' if check.holds else '≠'} {spoken(check.expected, language)}"
