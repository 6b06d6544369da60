"""A pack that is issued: no longer marked as a draft, dated, and numbered as its user says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from optimizer.export.pack.documents import DECISIONS, Document
from optimizer.text import say

SUBMISSION = "to_trinh"
_ANNEX = "phu_luc"
_NUMBERED = (SUBMISSION, *DECISIONS.values())


@dataclass(frozen=True)
class Issue:
    """The day of signing, numbers by the names of documents, and the papers of agreement by employee."""

    signed_on: date
    numbers: Mapping[str, str]
    agreements: Mapping[str, Sequence[str]]


def to_number(documents: Sequence[Document]) -> tuple[str, ...]:
    """Names of the documents that bear a number: the submission and every decision."""
    return tuple(document.name for document in documents if document.template.startswith(_NUMBERED))


def issued_documents(documents: Sequence[Document], issue: Issue) -> tuple[Document, ...]:
    """The submission, its annexes and the decisions, as issued; a report belongs to its week.

    Raises KeyError if a document has no number.
    """
    used = [document for document in documents if document.template.startswith((*_NUMBERED, _ANNEX))]
    day = say(
        "pack.day",
        "vi",
        day=f"{issue.signed_on.day:02}",
        month=f"{issue.signed_on.month:02}",
        year=str(issue.signed_on.year),
    )
    submitted = [issue.numbers[document.name] for document in used if document.template == SUBMISSION]
    always = {"mark": "", "day": day, "submission": say("pack.submission", "vi", serial=submitted[0], day=day)}
    return tuple(replace(one, context={**one.context, **always, **_own(one, issue)}) for one in used)


def _own(document: Document, issue: Issue) -> Mapping[str, str]:
    """What one document alone says: its number, and the papers that the decision rests on."""
    if document.template == _ANNEX:
        return {}
    papers = {paper for employee in document.people for paper in issue.agreements.get(employee, ())}
    agreement = {"agreement": "; ".join(sorted(papers))} if papers else {}
    return {"serial": issue.numbers[document.name], **agreement}
