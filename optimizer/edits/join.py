"""Several provinces as one dataset, so that people may move where the policy opens a border."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence

import pandas as pd

from optimizer.domain import TABLES, Dataset
from optimizer.domain.dataset import in_canonical_order
from optimizer.findings import Finding, Severity, in_order
from optimizer.ingest import InputError
from optimizer.ingest.keys import identities
from optimizer.ingest.quoting import shown

MOST_SHOWN = 5
"""Codes that a finding names; it counts the others."""

_IDS = (("units", "code"), ("workplaces", "code"), ("posts", "code"), ("employees", "id"))


def join(provinces: Mapping[str, Dataset]) -> Dataset:
    """The tables of provinces, given by their codes, as one dataset.

    Every unit gets its province's code. Fields of expertise are shared, so all provinces
    that know one must state it alike. Without an open border, the best plan of the whole is
    the best plans of the parts side by side, unless the policy sets something for the whole,
    such as a budget, or levels all communes at once, as max-min coverage does.

    Raises InputError if an id names something in two provinces, a person stands in two, a
    field is stated in two ways, a unit says it belongs to another province, or a limit on the
    moves of all units would come to count those of the other provinces.

    >>> from optimizer.domain import Unit
    >>> one, other = (Dataset.of(units=[Unit(code=code, name="X", kind="ward")]) for code in ("06916", "09247"))
    >>> join({"19": one, "24": other}).units[["code", "province"]].to_numpy().tolist()
    [['06916', '19'], ['09247', '24']]
    """
    findings = in_order(
        [
            *_foreign_units(provinces),
            *_repeated_ids(provinces),
            *_persons(provinces),
            *_fields(provinces),
            *_limits_on_all(provinces),
        ]
    )
    if findings:
        raise InputError(findings)
    frames = {name: [getattr(dataset, name) for dataset in provinces.values()] for name in TABLES}
    frames["units"] = [units.assign(province=code) for code, units in zip(provinces, frames["units"], strict=True)]
    return Dataset(**{name: _together(name, parts) for name, parts in frames.items()})


def _together(name: str, parts: Sequence[pd.DataFrame]) -> pd.DataFrame:
    """The rows of one table of all provinces; of fields, which provinces share, each once."""
    rows = pd.concat(parts, ignore_index=True)
    if name == "fields":
        rows = rows.drop_duplicates("code", ignore_index=True)
    return in_canonical_order(TABLES[name], rows)


def _foreign_units(provinces: Mapping[str, Dataset]) -> Iterator[Finding]:
    for province, dataset in provinces.items():
        said = dataset.units["province"]
        for other in sorted(set(said) - {"", province}):
            figures = {"other": shown(other), "count": int((said == other).sum())}
            yield _error("unit_of_another_province", province, "units", "province", figures)


def _repeated_ids(provinces: Mapping[str, Dataset]) -> Iterator[Finding]:
    """Ids that name something in two provinces. Places share theirs: travel names units and workplaces alike."""
    for tables in (("units", "workplaces"), ("posts",), ("employees",)):
        columns = [(table, column) for table, column in _IDS if table in tables]
        named = {
            province: {
                id_: (province, table) for table, column in columns for id_ in getattr(dataset, table)[column].tolist()
            }
            for province, dataset in provinces.items()
        }
        for (province, other), ids in _differing(named).items():
            for table, column in columns:
                its = [id_ for id_ in ids if named[province][id_][1] == table]
                if its:
                    yield _error("id_in_two_provinces", province, table, column, _some(its, other))


def _persons(provinces: Mapping[str, Dataset]) -> Iterator[Finding]:
    """People with the same national id in two provinces; none is repeated in the finding."""
    known = {
        province: dict.fromkeys(set(identities(dataset.employees)) - {""}, province)
        for province, dataset in provinces.items()
    }
    for (province, other), ids in _differing(known).items():
        figures = {"other": other, "count": len(ids)}
        yield _error("person_in_two_provinces", province, "employees", "national_id", figures)


def _fields(provinces: Mapping[str, Dataset]) -> Iterator[Finding]:
    """Fields that posts ask for or a table states, and what it states: nothing is a statement too."""
    stated = {
        province: {
            code: dataset.field_by_code.get(code)
            for code in sorted({*dataset.fields["code"].tolist(), *dataset.posts["field"].tolist()})
        }
        for province, dataset in provinces.items()
    }
    for (province, other), codes in _differing(stated).items():
        yield _error("field_stated_differently", province, "fields", "code", _some(codes, other))


def _limits_on_all(provinces: Mapping[str, Dataset]) -> Iterator[Finding]:
    for province, dataset in provinces.items():
        count = sum(not (limit.sender or limit.receiver) for limit in dataset.limit_rows)
        if count:
            yield _error("limit_on_all_units", province, "limits", "unit", {"count": count})


def _differing(
    meanings: Mapping[str, Mapping[str, Hashable]],
) -> Mapping[tuple[str, str], list[str]]:
    """Codes that mean something else than in the first province that has them, by (province, first province)."""
    first: dict[str, tuple[str, Hashable]] = {}
    differing = defaultdict(list)
    for province, meaning_of in meanings.items():
        for code, meaning in meaning_of.items():
            other, its = first.setdefault(code, (province, meaning))
            if meaning != its:
                differing[province, other].append(code)
    return differing


def _some(codes: Sequence[str], other: str) -> Mapping[str, object]:
    """The figures of a finding about codes: how many there are and the first of them."""
    return {"other": other, "count": len(codes), "codes": ", ".join(shown(code) for code in codes[:MOST_SHOWN])}


def _error(code: str, province: str, table: str, column: str, figures: Mapping[str, object]) -> Finding:
    return Finding(Severity.ERROR, code, f"{province}/{table}.csv", None, column, figures)
