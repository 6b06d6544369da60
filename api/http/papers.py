"""What the documents of a kept plan are made from, and the tables in which its moves are facts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from api.dataset_file import unpack
from api.http.datasets import new_dataset
from api.http.problems import ProblemError
from api.http.service import Service
from api.policy_file import policy_of
from api.proposal import valid_tables
from api.store.consents import ConsentKind, consents_of
from api.store.datasets import NewDataset, content_of, dataset_to_change, policy_of_dataset
from api.store.plans import StoredPlan
from api.stored_input import read_stored
from optimizer.domain import Dataset
from optimizer.edits.issue import issued
from optimizer.export.pack import Document, Letterhead, Per, documents, read_templates, templates
from optimizer.ingest import InputError, write_folder
from optimizer.plan import Plan


def drafts_of(service: Service, stored: StoredPlan, plan: Plan, head: Letterhead, per: Per) -> tuple[Document, ...]:
    """Every document of a plan's pack. Raises ProblemError (409) if tables or policy are not what it was made from."""
    given, made = read_stored(service.database, stored), plan.provenance
    if (made.dataset_sha256, made.policy_sha256) != (given.dataset.sha256, given.policy.sha256):
        raise ProblemError(HTTPStatus.CONFLICT, "plan_changed")
    return documents(given.dataset, given.policy, plan, head, per)


def templates_of(service: Service) -> Mapping[str, bytes]:
    """The templates that documents are made from: those of the settings, or ours."""
    folder = service.settings.templates_dir
    return templates() if folder is None else read_templates(folder)


def agreements_of(service: Service, stored: StoredPlan, plan: Plan) -> Mapping[str, Sequence[str]]:
    """The papers in which units agree, by the employee whom they are about."""
    papers = defaultdict[str, list[str]](list)
    for consent in consents_of(service.database, stored.id):
        if consent.kind is not ConsentKind.MEETING:
            papers[plan.moves[consent.move - 1].employee].append(consent.document)
    return papers


def next_base(service: Service, stored: StoredPlan, plan: Plan) -> NewDataset:
    """The plan's tables, as they were uploaded, after its moves. Raises as :func:`next_version` does."""
    return next_version(service, stored.dataset, stored.policy, lambda dataset: issued(dataset, plan.moves))


def next_version(
    service: Service, id_: str, settings: Mapping[str, Any], change: Callable[[Dataset], Dataset]
) -> NewDataset:
    """A kept version after a change: the next one of its name, with the policy text it came with.

    Raises ProblemError (409) if the tables lack something that the change names (a scenario supposed
    it), or would not be valid with it.
    """
    stored = dataset_to_change(service.database, id_)
    policy, findings = policy_of(settings)
    with TemporaryDirectory() as path:
        before, after = Path(path) / "before", Path(path) / "after"
        for folder in (before, after):
            folder.mkdir()
        unpack(content_of(service.database, id_), before)
        try:
            dataset, _ = valid_tables(before, policy, findings)
            write_folder(change(dataset), after)
            valid, found = valid_tables(after, policy, findings)
        except (InputError, KeyError, ValueError):
            raise ProblemError(HTTPStatus.CONFLICT, "not_in_base") from None
    assert policy is not None
    text = policy_of_dataset(service.database, id_)
    return new_dataset(stored.name, stored.province, valid, text, policy.as_of, found)
