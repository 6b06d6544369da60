"""A case of which only headcounts are known: nameless groups, and seats of unknown field."""

from __future__ import annotations

from optimizer.domain import Dataset, Employee, Post, Unit
from scenarios.library.balance import balance_of
from scenarios.library.case import Case
from scenarios.library.establishment import commune_post_rows, limits_of


def headcounts(case: Case, units: list[Unit], communes: list[Unit]) -> Dataset:
    """Every unit has one post with its quota of seats, held by as many people as its balance says.

    The units over and short of their quota are those that the same case with people has.
    """
    layout: dict[str, list[Post]] = {unit.code: [] for unit in communes}
    for post in commune_post_rows(case, units):
        layout[post.unit].append(post)
    balance = balance_of(case, communes, layout)
    posts = [Post(code=f"{unit.code}-POSTS", unit=unit.code, seats=unit.quota or 0) for unit in units]
    people = {unit.code: (unit.quota or 0) + balance.of(unit.code) for unit in units}
    return Dataset.of(
        units=units,
        posts=posts,
        employees=[
            Employee(id=f"{unit}-PEOPLE", unit=unit, post=f"{unit}-POSTS", count=number)
            for unit, number in people.items()
            if number
        ],
        limits=limits_of(case),
        travel=case.legs,
    )
