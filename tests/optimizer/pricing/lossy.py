"""A compiler that loses candidate pairs."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

from optimizer import plan
from optimizer.domain import Dataset
from optimizer.facts import Facts
from optimizer.plan import Move, Plan
from optimizer.policy import Policy
from optimizer.problem import candidates
from optimizer.rules import Pairs

Key = tuple[str, str, str, bool]


def keys(pairs: Pairs) -> list[Key]:
    """Person, post, form and reopening of every pair."""
    ids, codes = pairs.of_employee("id").tolist(), pairs.of_post("code").tolist()
    return list(zip(ids, codes, pairs.form_names(), pairs.reopens.tolist(), strict=True))


def plan_without(lost: Iterable[Move], dataset: Dataset, policy: Policy, monkeypatch: pytest.MonkeyPatch) -> Plan:
    """The plan of a compiler that loses the candidates of some moves."""
    gone = {(move.employee, move.to_post, move.form.value) for move in lost}
    compiled = candidates.candidates_of

    def forgetful(facts: Facts) -> Pairs:
        pairs = compiled(facts)
        kept = np.array([key[:3] not in gone for key in keys(pairs)], dtype=bool)
        assert not kept.all(), "nothing is lost"
        return Pairs(facts, *(part[kept] for part in (pairs.employee, pairs.post, pairs.form, pairs.reopens)))

    with monkeypatch.context() as patch:
        patch.setattr("optimizer.problem.problem.candidates_of", forgetful)
        return plan(dataset, policy)
