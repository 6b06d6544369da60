"""Somebody at work in a unit speaks each language that the unit needs."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from optimizer.counts import head_count
from optimizer.domain import Dataset, EmployeeKind
from optimizer.domain.dataset import rows_in
from optimizer.facts import Facts
from optimizer.plan import Move
from optimizer.policy import Form
from optimizer.rules.limit_rule import UNLIMITED, Bounds, LimitRule, Members
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import DESIGN


class Speakers(LimitRule):
    """After the plan at least one speaker is at work. Subjects: pairs of a unit and a language it needs.

    Speakers are counted as working strength is: those on leave or seconded out are not there,
    those seconded in are, staff on contract stand outside. The last speaker leaves only if
    another one comes; where nobody speaks the language today the rule is a demand.
    """

    id = "speakers"
    citation = DESIGN
    sentences = {
        "vi": "{subject}: số người biết ngôn ngữ này thay đổi {number}, giới hạn là {limit}.",
        "en": "{subject}: the number of speakers changes by {number}, the limit is {limit}.",
    }

    def bounds(self, facts: Facts) -> Bounds:
        """Arrivals less departures of speakers are at least 1 - speakers at work today."""
        dataset, workplace, heads = facts.dataset, _unit_at_work(facts), head_count(facts.dataset)
        speaking = {language: _speaks(language, dataset) for _, language in needed(dataset)}
        today = np.array(
            [heads[(workplace == dataset.unit_row[unit]) & speaking[code]].sum() for unit, code in needed(dataset)],
            dtype=np.int64,
        )
        return Bounds(1 - today, np.full_like(today, UNLIMITED))

    def members(self, pairs: Pairs) -> Members:
        """Speakers who come count up, speakers who leave count down."""
        subject_of: dict[str, NDArray[np.intp]] = {}
        for subject, (code, language) in enumerate(needed(pairs.dataset)):
            nowhere = np.full(len(pairs.dataset.units), -1, dtype=np.intp)
            subject_of.setdefault(language, nowhere)[pairs.dataset.unit_row[code]] = subject
        away = np.flatnonzero(~pairs.has_form(Form.REASSIGNMENT))
        found = [np.empty((3, 0), dtype=np.int64)]
        for language, subject_of_unit in subject_of.items():
            speaking = away[_speaks(language, pairs.dataset)[pairs.employee[away]]]
            for unit, sign in ((pairs.receiver, 1), (pairs.sender, -1)):
                subjects = subject_of_unit[unit[speaking]]
                counted = np.stack([speaking, subjects, np.full_like(subjects, sign)])
                found.append(counted[:, subjects >= 0])
        return Members(*np.concatenate(found, axis=1))

    def charges(self, move: Move, facts: Facts) -> Iterable[tuple[int, int]]:
        """One for every needed language the person brings, one off for every one taken away."""
        spoken = facts.dataset.employee_values("languages")[facts.dataset.employee_row[move.employee]]
        if move.form is Form.REASSIGNMENT or not spoken:
            return
        for subject, (unit, language) in enumerate(needed(facts.dataset)):
            if language in spoken and unit == move.to_unit:
                yield subject, 1
            if language in spoken and unit == move.from_unit:
                yield subject, -1

    def label(self, subject: int, facts: Facts) -> str:
        """Unit and language as ``00004/tày``."""
        return "/".join(needed(facts.dataset)[subject])


def needed(dataset: Dataset) -> list[tuple[str, str]]:
    """Units and the languages they need, in the order of the table."""
    units = dataset.units
    return [
        (unit, language)
        for unit, languages in zip(units["code"], units["languages"], strict=True)
        for language in sorted(set(languages))
    ]


def _speaks(language: str, dataset: Dataset) -> NDArray[np.bool_]:
    """Which employees speak a language."""
    spoken = dataset.employees["languages"]
    return np.fromiter((language in codes for codes in spoken), dtype=np.bool_, count=len(spoken))


def _unit_at_work(facts: Facts) -> NDArray[np.intp]:
    """Row of the unit in whose working strength every employee counts, -1 for none."""
    dataset, counts = facts.dataset, facts.counts
    host = rows_in(dataset.unit_row, dataset.employees["seconded_to_unit"])
    unit = np.where(counts.is_seconded, host, np.where(counts.is_away, -1, dataset.employee_unit))
    return np.where(dataset.employees["kind"] == EmployeeKind.CONTRACT, -1, unit)
