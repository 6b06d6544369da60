"""The first shape of a rule: may this employee take this post in this form?"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

from optimizer.domain import Dataset, Employee, Post, Unit
from optimizer.policy import Form, Policy
from optimizer.rules.pairs import Pairs
from optimizer.rules.rule import Rule
from optimizer.text import Language, render, say


@dataclass(frozen=True)
class Candidate:
    """One employee looked at for one post in one form, with all a rule may ask about.

    The move would last from ``start`` to ``end``, the last day included, or for good. ``km``
    and ``minutes`` are one way from home (or, without a home, from today's workplace) to the
    post's workplace; None if a place is unknown.
    """

    employee: Employee
    post: Post
    form: Form
    sender: Unit
    receiver: Unit
    start: date
    end: date | None
    km: float | None
    minutes: float | None
    fit: float
    dataset: Dataset


@dataclass(frozen=True)
class Refusal:
    """A rule's no, with the figures of its sentence.

    ``is_bar`` marks the seven legal bars: outside the personnel role they are worded as one
    neutral sentence, without rule, article or figure.
    """

    rule: str
    figures: Mapping[str, object]
    sentences: Mapping[Language, str]
    is_bar: bool = False

    def sentence(self, language: Language, *, is_personnel: bool = False) -> str:
        """The refusal in one sentence."""
        if self.is_bar and not is_personnel:
            return say("word.bar", language)
        return render(self.sentences[language], language, **self.figures)


class PairRule(Rule):
    """May this employee take this post in this form?

    ``employee_columns`` and ``post_columns`` name all columns the answer depends on, so that
    it is asked once per distinct combination; ``uses_form`` says whether it depends on the
    form, and then on the employee only. A rule that looks at anything else (travel, the
    unit's place) sets ``is_profiled`` to False and is asked for every pair left by the others.
    """

    employee_columns: ClassVar[tuple[str, ...]] = ()
    post_columns: ClassVar[tuple[str, ...]] = ()
    uses_form: ClassVar[bool] = False
    is_profiled: ClassVar[bool] = True
    is_bar: ClassVar[bool] = False

    @abstractmethod
    def refuse(self, candidate: Candidate, policy: Policy) -> Refusal | None:
        """The readable statement: a refusal with its figures, or None."""

    @abstractmethod
    def mask(self, pairs: Pairs) -> NDArray[np.bool_]:
        """The same, for many pairs at once: True where the rule refuses."""

    def refusal(self, **figures: object) -> Refusal:
        """This rule's no, with the figures of its sentence."""
        return Refusal(self.id, figures, self.sentences, self.is_bar)
