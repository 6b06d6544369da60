"""Every single move that the rules allow, found by looking at one person and one post at a time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from optimizer.domain import Dataset, Degree, Employee, EmployeeKind, Instruction, Order, Post
from optimizer.policy import Form, Policy
from tests.optimizer.judge.recount import COMMUNE_LEVEL, Recount, is_on_leave, is_seconded
from tests.optimizer.judge.terms import fits_term, may_try
from tests.optimizer.judge.travel import Roads

WAIVABLE_BARS = {"v": "bar_small_child", "vi": "bar_hardship"}
"""Bars that end with a waiver, and the rule that says so."""

YEARS = {Degree.COLLEGE: (0, 5), Degree.UNIVERSITY: (0, 3, 9), Degree.MASTER: (0, 1, 6)}
"""Years in the field for every level, by the degrees that are drawn."""


class Option(NamedTuple):
    """One person to one post; ``reopens`` says that the post held falls vacant by it."""

    employee: str
    post: str
    form: Form
    reopens: bool


def fit(dataset: Dataset, person: Employee, field: str) -> float:
    """1 for a field of the person's own, else the best similarity that the field's row states."""
    own = {person.field, *person.other_fields}
    if field in own:
        return 1.0
    related = dict(dataset.field_by_code[field].related) if field in dataset.field_by_code else {}
    return max([value for code, value in related.items() if code in own], default=0.0)


def level(dataset: Dataset, person: Employee, field: str) -> int:
    """The level assessed; else one for every number of years reached, less one for another major."""
    if person.level:
        return person.level
    reached = sum(years <= person.years_in_field for years in YEARS.get(person.degree, ()))
    majors = dataset.field_by_code[field].majors if field in dataset.field_by_code else ()
    return reached - 1 if reached and majors and person.major and person.major not in majors else reached


def is_misplaced(dataset: Dataset, policy: Policy, person: Employee) -> bool:
    """Whether the person holds a post of a field that none of the person's own fields fits, all of them known."""
    if not person.post or "unknown" in (person.field, dataset.post_by_code[person.post].field):
        return False
    return fit(dataset, person, dataset.post_by_code[person.post].field) < min_fit(policy)


def min_fit(policy: Policy) -> float:
    """The least fit of a person in a post."""
    return policy.setting("field_fit").values.get("min_fit", 0.6)


def can_go(dataset: Dataset, policy: Policy, roads: Roads, person: Employee, post: Post, form: Form) -> bool:
    """Whether the person may hold the post and be moved there in this form."""
    if person.excluded or person.kind in (EmployeeKind.CADRE, EmployeeKind.CONTRACT):
        return False
    if person.kind is EmployeeKind.PUBLIC_EMPLOYEE and form is Form.TRANSFER:
        return False
    if is_seconded(person, policy.as_of) or is_on_leave(person, policy.as_of):
        return False
    if fit(dataset, person, post.field) < min_fit(policy):
        return False
    if level(dataset, person, post.field) < post.min_level or person.degree.rank < post.min_degree.rank:
        return False
    if not fits_term(policy, person, form):
        return False
    if person.leader_rank != post.leader_rank and not (form is Form.REASSIGNMENT and may_try(policy, person, post)):
        return False
    return form is Form.REASSIGNMENT or may_leave_unit(policy, roads.km(person, post), person, form)


def may_leave_unit(policy: Policy, km: float | None, person: Employee, form: Form) -> bool:
    """Whether bars, the latest rating and the distance let the person be transferred or seconded."""
    covered = {bar: form is Form.TRANSFER or waiver_covers_secondment(policy, bar) for bar in WAIVABLE_BARS}
    if any(bar not in person.waivers or not covered.get(bar, False) for bar in person.blocks):
        return False
    if person.posts_held:
        return False
    if person.ratings and max(person.ratings)[1] == "failed":
        return False
    max_km = policy.setting("max_distance").values.get("max_km", 100.0)
    return km is None or km <= max_km


def waiver_covers_secondment(policy: Policy, bar: str) -> bool:
    """Whether a written waiver of the bar, which transfers need, is enough for a secondment."""
    return policy.setting(WAIVABLE_BARS[bar]).values.get("waiver_covers_secondment", False)


def is_open(policy: Policy, provinces: set[str]) -> bool:
    """Whether people may move between two provinces."""
    return provinces in [set(border) for border in policy.open_borders]


def forms_open(policy: Policy, sender: str, receiver: str) -> tuple[Form, ...]:
    """Forms between two kinds of units: those of the last override about both, else the sender's own."""
    named = [
        one.forms for one in policy.forms.overrides if (one.sender.value, one.receiver.value) == (sender, receiver)
    ]
    return named[-1] if named else getattr(policy.forms, sender)


def is_banned(orders: Sequence[Instruction], person: Employee, post: Post) -> bool:
    """Whether a planner wants the person kept in place, or has ruled this way out."""
    for order in orders:
        if order.order is Order.PIN and order.employee == person.id:
            return True
        named = {"employee": person.id, "post": post.code, "unit": post.unit}
        if order.order is Order.BAN and all(getattr(order, key) in ("", code) for key, code in named.items()):
            return True
    return False


def options(dataset: Dataset, policy: Policy, counts: Recount) -> list[Option]:
    """All moves there are, in the order of the tables."""
    roads = Roads(dataset, policy)
    orders, posts = dataset.instruction_rows, dataset.rows("posts")
    found = []
    for person in dataset.rows("employees"):
        sender = dataset.unit_by_code[person.unit]
        is_commune = sender.kind.value in COMMUNE_LEVEL
        for post in posts:
            receiver = dataset.unit_by_code[post.unit]
            if receiver.kind.value not in COMMUNE_LEVEL or not counts.open_seats[post.code] or post.code == person.post:
                continue
            if is_banned(orders, person, post):
                continue
            if sender.province != receiver.province and not is_open(policy, {sender.province, receiver.province}):
                continue
            if receiver is sender:
                forms: tuple[Form, ...] = (Form.REASSIGNMENT,)
            else:
                forms = forms_open(policy, "commune" if is_commune else sender.kind.value, receiver.kind.value)
            for form in forms:
                if not can_go(dataset, policy, roads, person, post, form):
                    continue
                holds_needed_post = is_commune and person.post != ""
                if not holds_needed_post or counts.over_held[person.post] > 0:
                    found.append(Option(person.id, post.code, form, reopens=False))
                if holds_needed_post and form is Form.REASSIGNMENT and is_misplaced(dataset, policy, person):
                    found.append(Option(person.id, post.code, form, reopens=True))
    return found
