"""The forms in which people move, and between whom each is open."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from optimizer.domain import COMMUNE_KINDS, SenderKind, UnitKind


class Form(StrEnum):
    """How a person moves: điều động, biệt phái, bố trí lại."""

    TRANSFER = "transfer"
    SECONDMENT = "secondment"
    REASSIGNMENT = "reassignment"


AwayForm = Literal[Form.TRANSFER, Form.SECONDMENT]
"""A form in which people leave their unit."""


class FormOverride(BaseModel):
    """The forms open from one kind of sender to one kind of commune-level unit, in place of the sender's own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sender: SenderKind
    receiver: Literal[UnitKind.COMMUNE, UnitKind.WARD, UnitKind.SPECIAL_ZONE]
    forms: tuple[AwayForm, ...]


class Forms(BaseModel):
    """The forms in which each kind of sender may give people to communes, first choice first.

    Secondment takes a person outside the managing unit for a time; a transfer changes the
    payroll. Inside one unit the form is always a reassignment. ``overrides`` say otherwise for
    some kinds of receivers; of two about the same kinds the later one counts.

    >>> wards = FormOverride(sender="department", receiver="ward", forms=("transfer",))
    >>> forms = Forms(overrides=(wards,))
    >>> [forms.between(SenderKind.DEPARTMENT, kind)[0].value for kind in (UnitKind.WARD, UnitKind.COMMUNE)]
    ['transfer', 'secondment']
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    department: tuple[AwayForm, ...] = (Form.SECONDMENT,)
    public_service_unit: tuple[AwayForm, ...] = (Form.SECONDMENT,)
    commune: tuple[AwayForm, ...] = (Form.TRANSFER,)
    delivery_centre: tuple[AwayForm, ...] = (Form.SECONDMENT,)
    overrides: tuple[FormOverride, ...] = ()

    def between(self, sender: SenderKind, receiver: UnitKind) -> tuple[Form, ...]:
        """Forms open between two kinds of units."""
        forms: tuple[Form, ...] = getattr(self, sender.value)
        for override in self.overrides:
            if (override.sender, override.receiver) == (sender, receiver):
                forms = override.forms
        return forms

    def of(self, sender: SenderKind) -> tuple[Form, ...]:
        """Forms open to a kind of sender towards any receiver."""
        return tuple(dict.fromkeys(form for kind in COMMUNE_KINDS for form in self.between(sender, kind)))
