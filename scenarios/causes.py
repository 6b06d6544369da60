"""Which change of a scenario causes a difference: undone alone, it takes the difference back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import optimizer
from optimizer.edits import Scenario
from optimizer.findings import has_errors
from optimizer.plan import Plan
from optimizer.planned import Planned
from optimizer.rules.changes import Changes
from scenarios.compare import Comparison, arrivals_of, vacant_seats, ways_of
from scenarios.parallel import in_parallel


@dataclass(frozen=True)
class Change:
    """One change of a scenario: an edit, or one value of the policy. ``rest`` is the scenario without it."""

    name: str
    rest: Scenario


@dataclass(frozen=True)
class Cause:
    """What undoing one change takes back: employees who are moved as before, posts that are filled as before.

    ``could_be_undone`` is False where the other changes need this one, as a pin needs the person who was
    added, or where there was no time for it; nothing is known then.
    """

    change: str
    people: frozenset[str]
    posts: frozenset[str]
    could_be_undone: bool = True


def changes_of(scenario: Scenario) -> tuple[Change, ...]:
    """Every change that can be undone by itself: day, profile, each value of the policy, each edit.

    >>> scenario = Scenario.model_validate(
    ...     {"policy": {"rules": {"max_distance": {"max_km": 60}}}, "edits": [{"kind": "pin", "employee": "1"}]}
    ... )
    >>> [change.name for change in changes_of(scenario)]
    ['policy.rules.max_distance.max_km', 'edits.1 pin']
    """
    changes = []
    for name in ("as_of", "profile"):
        if getattr(scenario, name) is not None:
            changes.append(Change(name, scenario.model_copy(update={name: None})))
    for path in _leaves(scenario.policy):
        rest = scenario.model_copy(update={"policy": _without(scenario.policy, path)})
        changes.append(Change(".".join(("policy", *path)), rest))
    for place, edit in enumerate(scenario.edits):
        others = (*scenario.edits[:place], *scenario.edits[place + 1 :])
        changes.append(Change(f"edits.{place + 1} {edit.kind}", scenario.model_copy(update={"edits": others})))
    return tuple(changes)


def is_base_of(before: Planned, after: Planned, scenario: Scenario) -> bool:
    """Whether the second plan is of the scenario made on the tables and policy of the first."""
    edited = scenario.apply(before.dataset, before.policy)
    return edited.dataset.sha256 == after.dataset.sha256 and edited.policy.sha256 == after.policy.sha256


def causes_of(
    comparison: Comparison,
    scenario: Scenario,
    base: Plan | None = None,
    *,
    processes: int | None = None,
    time_limit_seconds: float | None = None,
) -> tuple[Cause, ...]:
    """Undo the changes of the second plan's scenario one at a time, plan again, and see what comes back.

    ``base`` is the plan that the second one was to change as little as possible. A difference
    that several changes cause by themselves is with each of them, one that takes several
    together with none. A scenario of one change needs no planning: without it there is the first plan.
    Nothing is known of a change without which there is no plan within ``time_limit_seconds``.
    """
    changes = changes_of(scenario)
    if len(changes) == 1:
        return (_cause(changes[0].name, comparison.before, comparison),)
    work = {change.name: partial(_undone, change, comparison.before, base, time_limit_seconds) for change in changes}
    undone = {done.name: done for done in in_parallel(work, processes=processes)}
    return tuple(_cause(change.name, undone[change.name].answer, comparison) for change in changes)


def _undone(change: Change, before: Planned, base: Plan | None, time_limit_seconds: float | None) -> Planned | None:
    """The plan without a change; None if the rest cannot stand without it, or the search was cut short."""
    edited = change.rest.apply(before.dataset, before.policy)
    if has_errors(edited.findings):
        return None
    keeps = base if Changes.id in edited.policy.tier_order else None
    plan = optimizer.plan(edited.dataset, edited.policy, base=keeps, time_limit_seconds=time_limit_seconds)
    return None if plan.termination.detail == "time_limit" else plan


def _cause(name: str, undone: Planned | None, comparison: Comparison) -> Cause:
    if undone is None:
        return Cause(name, frozenset(), frozenset(), could_be_undone=False)
    ways, arrivals, vacant = ways_of(undone.moves), arrivals_of(undone.moves), vacant_seats(undone)
    none: frozenset[Any] = frozenset()
    return Cause(
        name,
        frozenset(
            pair.employee for pair in comparison.different_people if ways.get(pair.employee, none) == pair.before
        ),
        frozenset(
            pair.post
            for pair in comparison.different_posts
            if (arrivals.get(pair.post, none), vacant.get(pair.post)) == (pair.before, pair.vacant_before)
        ),
    )


def _leaves(table: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Paths of the values in nested tables, in their order."""
    for name, value in table.items():
        if isinstance(value, Mapping) and value:
            yield from _leaves(value, (*path, name))
        else:
            yield (*path, name)


def _without(table: Mapping[str, Any], path: Sequence[str]) -> dict[str, Any]:
    """Nested tables without the value at a path; a table left empty goes with it."""
    name, *rest = path
    kept = _without(table[name], rest) if rest else {}
    return {key: kept if key == name else value for key, value in table.items() if key != name or kept}
