"""A ledger for programs and spreadsheets: JSON with its totals and checks, CSV with a line a row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from optimizer.export.json_text import json_text
from optimizer.export.tables import csv_text
from optimizer.ledger import MEASURES, By, Ledger, checks_of

Record = Mapping[str, object]


def ledger_csv(ledger: Ledger) -> str:
    """The rows, one line each, without totals, so that they can be added up.

    Columns: unit, name, kind; quota, whether it is assigned and the norm, or else the department or
    field and its seats; then the counts, with a plan each of them before and after it.
    """
    whens = ("",) if ledger.after is None else ("_before", "_after")
    lines = [
        (*record.values(), *(state[measure] for measure in MEASURES for state in states))
        for record, states in _records(ledger)
    ]
    return csv_text((*_columns(ledger), *(f"{measure}{when}" for measure in MEASURES for when in whens)), lines)


def ledger_json(ledger: Ledger) -> str:
    """The rows with totals and checks; ``after`` is null without a plan. Keys sorted, indented for readers."""
    document = {
        "as_of": ledger.policy.as_of.isoformat(),
        "by": ledger.by.value,
        "dataset_sha256": ledger.dataset.sha256,
        "rows": [{**record, **_before_after(states)} for record, states in _records(ledger)],
        "totals": _before_after(
            [{name: int(state[name].sum()) for name in (ledger.measure, *MEASURES)} for state in ledger.states]
        ),
        "checks": _before_after(
            [
                {check.code: {"counted": check.counted, "expected": check.expected} for check in checks}
                for checks in checks_of(ledger)
            ]
        ),
    }
    return json_text(document)


def _before_after(states: Sequence[Record]) -> Record:
    return {"before": states[0], "after": states[1] if len(states) > 1 else None}


def _columns(ledger: Ledger) -> tuple[str, ...]:
    """What says which row it is, and what its payroll is held against: a plan does not change it."""
    if ledger.by is By.UNIT:
        return "unit", "name", "kind", "quota", "quota_is_assigned", "norm"
    return "unit", "name", "kind", ledger.by.value, "seats"


def _records(ledger: Ledger) -> Iterator[tuple[Record, Sequence[Record]]]:
    """Every row by :func:`_columns`, with its counts in every state."""
    counted = [state[[*MEASURES]].to_numpy().tolist() for state in ledger.states]
    against = ledger.before[ledger.measure].tolist()
    for row, (unit, key) in enumerate(zip(ledger.units, ledger.before.index, strict=True)):
        facts: tuple[object, ...] = (key[1], against[row])
        if ledger.by is By.UNIT:
            facts = (against[row], unit.quota is not None, ledger.norms.get(unit.code))
        values = (unit.code, unit.name, unit.kind.value, *facts)
        states = [dict(zip(MEASURES, state[row], strict=True)) for state in counted]
        yield dict(zip(_columns(ledger), values, strict=True)), states
