"""What several addresses answer with: findings and violations in words, plans."""

from __future__ import annotations

from pydantic import BaseModel

from api.http.problems import FindingView
from api.proposal import Proposal
from optimizer.plan import Plan
from optimizer.rules import Violation
from optimizer.text import Language


class ViolationView(BaseModel):
    """A rule that a plan breaks, about what, in a sentence."""

    rule: str
    subject: str
    sentence: str

    @classmethod
    def of(cls, violation: Violation, language: Language) -> ViolationView:
        """A violation with its sentence in a language."""
        return cls(rule=violation.rule, subject=violation.subject, sentence=violation.sentence(language))


class ProposalView(BaseModel):
    """A plan as in ``plan.json``, what verification says of it, and the warnings of its input."""

    plan: Plan
    violations: list[ViolationView]
    findings: list[FindingView]

    @classmethod
    def of(cls, proposal: Proposal, language: Language) -> ProposalView:
        """A proposal in a language, its plan without the certificate."""
        return cls(
            plan=proposal.plan,
            violations=[ViolationView.of(violation, language) for violation in proposal.violations],
            findings=[FindingView.of(finding, language) for finding in proposal.findings],
        )
