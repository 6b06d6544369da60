"""Leaders go only to a post of the same rank, and nobody else goes to a leader's post."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.policy import Policy
from optimizer.rules.distinct import per_distinct
from optimizer.rules.instruments import cite
from optimizer.rules.pair_rule import Candidate, PairRule, Refusal
from optimizer.rules.pairs import Pairs
from optimizer.rules.trial_appointment import TrialAppointment
from optimizer.text import catalog


class LeaderEquivalence(PairRule):
    """Person and post have the same ``leader_rank``, or neither has one.

    The rule ``trial_appointment``, where a policy turns it on, opens deputies' posts to planned leaders.

    >>> from optimizer.rules.example import refuses
    >>> refuses(LeaderEquivalence(), {"leader_rank": "head"}, {"leader_rank": "head"}), refuses(LeaderEquivalence())
    (False, False)
    >>> refuses(LeaderEquivalence(), {"leader_rank": "head"}), refuses(LeaderEquivalence(), {}, {"leader_rank": "head"})
    (True, True)
    """

    id = "leader_equivalence"
    citation = cite("Nghị định 170/2025/NĐ-CP", "Điều 26 khoản 3", is_verified=True)
    is_law = True
    employee_columns = ("leader_rank", "planned_leader")
    post_columns = ("leader_rank",)
    sentences = {
        "vi": "Chức vụ không tương đương: người này {actual}, vị trí {required}.",
        "en": "Leadership is not equivalent: the person has {actual}, the post {required}.",
    }

    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """No if the ranks differ."""
        actual, required = candidate.employee.leader_rank, candidate.post.leader_rank
        is_planned = candidate.employee.planned_leader
        if actual == required or TrialAppointment().opens(is_planned, actual, required, policy):
            return None
        none = catalog()["leader_rank.none"]
        return self.refusal(actual=actual or none, required=required or none)

    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same for many pairs."""
        return per_distinct(
            lambda planned, actual, required: (
                actual != required and not TrialAppointment().opens(planned, actual, required, pairs.policy)
            ),
            pairs.of_employee("planned_leader"),
            pairs.of_employee("leader_rank"),
            pairs.of_post("leader_rank"),
        )
