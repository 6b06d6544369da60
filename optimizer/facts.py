"""What is computed once from a dataset and a policy, and read by every rule."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.counts import Counts, count
from optimizer.domain import Dataset
from optimizer.fit import FitTable, fit_table
from optimizer.plan import Move, Provenance, moves_sha256
from optimizer.policy import Policy
from optimizer.travel import Journeys, journeys_of
from optimizer.version import VERSION


@dataclass(frozen=True)
class Facts:
    """A dataset under a policy: its counts, everybody's fit to every field, everybody's journeys.

    ``base`` holds the moves of the plan that a new one is compared with, None if none is named.
    """

    dataset: Dataset
    policy: Policy
    counts: Counts
    fits: FitTable
    journeys: Journeys
    base: tuple[Move, ...] | None = None

    def provenance(self, engine: str, *, lot_salt: str = "", tiers: tuple[str, ...] = ()) -> Provenance:
        """Where a plan comes from that an engine, or a hand, makes of these facts."""
        return Provenance(
            dataset_sha256=self.dataset.sha256,
            policy_sha256=self.policy.sha256,
            version=VERSION,
            engine=engine,
            as_of=self.policy.as_of,
            lot_salt=lot_salt,
            tiers=tiers,
            base_sha256="" if self.base is None else moves_sha256(self.base),
        )


def facts_of(dataset: Dataset, policy: Policy, base: tuple[Move, ...] | None = None) -> Facts:
    """Count, compare and measure a dataset on the policy's day."""
    return Facts(dataset, policy, count(dataset, policy), fit_table(dataset), journeys_of(dataset, policy), base)
