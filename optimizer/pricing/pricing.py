"""Whether a plan's proof holds for every move that the rules leave open.

The proof is of the compiled Problem: had the compiler lost a candidate pair, the best of the
others would be proved just as well. So every move that is open by another reading is priced by
the plan's certificate. One that costs less than nothing contradicts the proof; of one between
nodes that the certificate does not have, the proof says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from optimizer.facts import Facts
from optimizer.plan import Move, Plan
from optimizer.policy import Form
from optimizer.pricing.fills import find_seats_free
from optimizer.pricing.open_moves import in_every_form, open_moves
from optimizer.pricing.prices import Prices, is_readable
from optimizer.rules import FORMS, Pairs

Named = tuple[str, str, Form]
"""Employee id, post code and form of a move."""


class Scope(StrEnum):
    """Which open moves were priced: all, those in a draw, or none, and then why.

    There is no certificate, it does not fit the policy, or the plan's moves are of other tables.
    """

    ALL = "all"
    DRAW = "draw"
    WITHOUT_CERTIFICATE = "without_certificate"
    UNREADABLE = "unreadable"
    UNKNOWN_REFERENCES = "unknown_references"


@dataclass(frozen=True)
class Pricing:
    """What was priced, and what contradicts the proof.

    ``moves`` counts the open moves looked at. ``missing`` are those among them, not in the
    plan, that cost less than nothing or that the proof does not know; ``overpriced`` moves of
    the plan that cost more than nothing, so that the proof must be of another plan.
    """

    scope: Scope
    moves: int = 0
    missing: tuple[Named, ...] = ()
    overpriced: tuple[Named, ...] = ()


def price_moves(plan: Plan, facts: Facts, *, every_move: bool) -> Pricing:
    """Price all open moves, or those in a draw, by the plan's certificate; see :func:`open_moves`.

    All of them are also priced as one more fill of a free seat, whatever the compiled network
    says of it. A draw is a quick look and leaves that out.
    """
    if plan.certificate is None:
        return Pricing(Scope.WITHOUT_CERTIFICATE)
    if not is_readable(plan.certificate, facts):
        return Pricing(Scope.UNREADABLE)
    try:
        prices = Prices.of(plan.certificate, plan.provenance.lot_salt, facts)
    except KeyError:
        return Pricing(Scope.UNREADABLE)
    pairs = open_moves(facts, every_move=every_move)
    priced = prices.of_moves(pairs, dear=True)
    is_suspect = ~priced.is_known | (priced.sign < 0)
    if every_move:
        fills = prices.of_fills(pairs, plan)
        is_suspect |= find_seats_free(plan, pairs) & fills.is_known & (fills.sign < 0)
    suspects = _named(pairs.taken(is_suspect))
    planned = {_key(move) for move in plan.moves}
    return Pricing(
        Scope.ALL if every_move else Scope.DRAW,
        len(pairs),
        tuple(sorted(set(suspects) - planned)),
        tuple(sorted(planned - _worth_it(plan.moves, facts, prices))),
    )


def _worth_it(moves: Iterable[Move], facts: Facts, prices: Prices) -> set[Named]:
    """Those of a plan's moves that the proof knows and that cost no more than nothing."""
    moves = tuple(moves)
    employee = np.array([facts.dataset.employee_row[move.employee] for move in moves], dtype=np.intp)
    post = np.array([facts.dataset.post_row[move.to_post] for move in moves], dtype=np.intp)
    pairs = in_every_form(facts, employee, post)
    priced = prices.of_moves(pairs, dear=False)
    return set(_named(pairs.taken(priced.is_known & (priced.sign <= 0))))


def _named(pairs: Pairs) -> list[Named]:
    forms = [FORMS[number] for number in pairs.form.tolist()]
    return list(zip(pairs.of_employee("id").tolist(), pairs.of_post("code").tolist(), forms, strict=True))


def _key(move: Move) -> Named:
    return move.employee, move.to_post, move.form
