"""Limits a province sets on numbers of moves, and numbers of moves it demands."""

from __future__ import annotations

from enum import StrEnum

from optimizer.domain.cells import Count, Reference, Row


class LimitSubject(StrEnum):
    """Which moves are counted: those out of the unit, or those into it."""

    RELEASE = "release"
    ARRIVAL = "arrival"


class LimitForm(StrEnum):
    """The form of the moves counted; empty for both."""

    ANY = ""
    TRANSFER = "transfer"
    SECONDMENT = "secondment"


class LimitKind(StrEnum):
    """The employment status of the people counted; empty for all. Nobody else ever moves."""

    ANY = ""
    CIVIL_SERVANT = "civil_servant"
    PUBLIC_EMPLOYEE = "public_employee"


class Limit(Row):
    """Of the transfers and secondments that a row describes, ``at_most`` or ``at_least`` so many.

    A row counts the moves that fit all its cells; an empty cell fits every move:

    - ``unit``: the unit left (``release``) or entered (``arrival``). Empty: all units, for a
      limit on the whole plan;
    - ``field``: for ``release`` the field the person counts in (that of the post held, else
      the primary one), for ``arrival`` the field of the post taken;
    - ``form``, ``kind``: the form of the move, the employment status of the person;
    - ``other_unit``: the unit at the other end, entered for ``release``, left for ``arrival``.

    Counts are gross: those who go the other way do not offset them. Reassignments inside a
    unit do not count, except against what a field of a unit releases (``is_field_release``).
    ``keep`` says the same as ``at_most`` from the other side, so many people of the unit (or
    of its field) stay on its payroll; it stands in rows about a release from one unit, without
    form, kind or other unit. ``at_least`` is a demand: a plan misses it by as few as it can.
    """

    subject: LimitSubject
    unit: Reference = ""
    field: Reference = ""
    form: LimitForm = LimitForm.ANY
    kind: LimitKind = LimitKind.ANY
    other_unit: Reference = ""
    keep: Count | None = None
    at_most: Count | None = None
    at_least: Count | None = None

    @property
    def sender(self) -> str:
        """The unit left by the moves counted, empty for any."""
        return self.unit if self.subject is LimitSubject.RELEASE else self.other_unit

    @property
    def receiver(self) -> str:
        """The unit entered by the moves counted, empty for any."""
        return self.other_unit if self.subject is LimitSubject.RELEASE else self.unit

    @property
    def field_left(self) -> str:
        """The field left by the people counted, empty for any."""
        return self.field if self.subject is LimitSubject.RELEASE else ""

    @property
    def field_entered(self) -> str:
        """The field of the posts taken by the moves counted, empty for any."""
        return self.field if self.subject is LimitSubject.ARRIVAL else ""

    @property
    def cells(self) -> tuple[str, ...]:
        """What a move is held against: unit left and entered, field left and entered, form, kind; empty fits all."""
        return self.sender, self.receiver, self.field_left, self.field_entered, self.form.value, self.kind.value

    @property
    def is_field_release(self) -> bool:
        """Whether ``keep`` and ``at_most`` say what a field of a unit releases, in place of its surplus."""
        is_narrowed = self.form or self.kind or self.other_unit
        return self.subject is LimitSubject.RELEASE and bool(self.unit and self.field) and not is_narrowed
