"""What a policy changes about one rule."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ParameterValue = bool | int | float | str | tuple[str, ...]
"""What a parameter of a rule may be set to."""

OneLine = Annotated[str, AfterValidator(lambda text: " ".join(text.split())), Field(max_length=500)]
"""A text without line breaks, trimmed."""


class RuleSetting(BaseModel):
    """What a policy changes about one rule: parameter values by name, and whether it is on.

    With ``on`` None it is on if it is one that is on by default. ``reason`` says why, in one
    line; to depart from hard law without one is an error.
    """

    model_config = ConfigDict(frozen=True, extra="allow")

    on: bool | None = None
    reason: OneLine = ""

    @property
    def values(self) -> Mapping[str, ParameterValue]:
        """Parameter values given, by parameter name."""
        return {
            name: tuple(value) if isinstance(value, list) else value for name, value in (self.model_extra or {}).items()
        }
