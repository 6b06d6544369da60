"""Every table there is, for migrations to be held against."""

from __future__ import annotations

from api.store.accounts import ACCOUNTS, TRIES
from api.store.approvals import APPROVALS, STEPS
from api.store.audit import AUDIT, HEAD
from api.store.columns import METADATA
from api.store.consents import CONSENTS
from api.store.database import KEY_NAMES
from api.store.dataset_keys import DATASET_KEYS
from api.store.datasets import DATASETS
from api.store.issues import ISSUES
from api.store.plans import MOVES, PLANS
from api.store.runs import EVENTS, RUNS
from api.store.scenarios import SCENARIOS
from api.store.sweeps import POINTS
from api.store.terms import TERMS
from api.store.tokens import TOKENS

TABLES = (
    KEY_NAMES,
    ACCOUNTS,
    TRIES,
    AUDIT,
    HEAD,
    TOKENS,
    DATASETS,
    DATASET_KEYS,
    SCENARIOS,
    RUNS,
    EVENTS,
    PLANS,
    MOVES,
    POINTS,
    APPROVALS,
    STEPS,
    CONSENTS,
    ISSUES,
    TERMS,
)
"""All tables of :data:`METADATA`; importing them is what declares them."""

__all__ = ["METADATA", "TABLES"]
