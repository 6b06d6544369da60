"""A case from its file to verified plans: its rounds, each planned on what the round before left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import optimizer
from optimizer.domain import Dataset, SenderKind
from optimizer.edits import Scenario
from optimizer.findings import has_errors
from optimizer.ingest import InputError
from optimizer.plan import Move
from optimizer.planned import Planned
from optimizer.policy import Form
from optimizer.verify import Verification
from scenarios.library.case import Case, Selection
from scenarios.library.establishment import sender_code
from scenarios.library.synthesize import synthesize
from scenarios.rounds import rounds


@dataclass(frozen=True)
class CarriedOut:
    """A case with the tables it is planned on, its plans by round, and what verifying each of them says."""

    case: Case
    dataset: Dataset
    rounds: tuple[Planned, ...]
    verifications: tuple[Verification, ...]

    @property
    def moves(self) -> tuple[Move, ...]:
        """The moves of all rounds."""
        return tuple(move for made in self.rounds for move in made.moves)

    @property
    def is_sound(self) -> bool:
        """Whether no plan breaks a rule."""
        return not any(verification.violations for verification in self.verifications)


def carry_out(case: Case) -> CarriedOut:
    """Synthesize a case, plan every round and verify it.

    Raises ValueError if its margins contradict one another, InputError if its what-if does not fit its tables.
    """
    edited = case.what_ifs.get(case.planned, Scenario()).apply(synthesize(case), case.policy)
    if has_errors(edited.findings):
        raise InputError(edited.findings)
    first = optimizer.plan(edited.dataset, edited.policy)
    later = rounds(first, case.rounds.number - 1, case.rounds.months)
    made = (first, *(one.planned for one in later))
    verified = tuple(optimizer.verify(one.dataset, one, one.policy) for one in made)
    return CarriedOut(case, edited.dataset, made, verified)


def people(moves: Iterable[Move]) -> Mapping[tuple[SenderKind, Form], int]:
    """People moved by sender kind and form."""
    number: Counter[tuple[SenderKind, Form]] = Counter()
    for move in moves:
        number[move.sender_kind, move.form] += move.count
    return number


def selected(case: Case, moves: Iterable[Move], selection: Selection) -> int:
    """People whose moves a published figure counts."""
    senders = {sender_code(case, code) for code in selection.senders}
    return sum(
        move.count
        for move in moves
        if (not selection.forms or move.form in selection.forms)
        and (not selection.sender_kinds or move.sender_kind in selection.sender_kinds)
        and (not senders or move.from_unit in senders)
        and (not selection.fields or move.field in selection.fields)
    )
