"""Whose paper a pack is written on: the province, its department, the place and who signs."""

from __future__ import annotations

import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class Letterhead(BaseModel):
    """Names as they stand on documents. What is not given is left as dots, to be filled in by hand.

    >>> Letterhead(province="tỉnh Bắc Ninh").names["province_capitals"]
    'TỈNH BẮC NINH'
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    province: str = Field(default="tỉnh ……", max_length=100)
    department: str = Field(default="Sở Nội vụ", max_length=100)
    place: str = Field(default="……", max_length=100)
    signer: str = Field(default="", max_length=100)
    """Who signs decisions for the province."""
    director: str = Field(default="", max_length=100)
    """Who signs submissions and reports for the department."""

    @property
    def names(self) -> dict[str, str]:
        """The names, those of the head of a page in capitals too."""
        return {
            **self.model_dump(),
            "province_capitals": self.province.upper(),
            "department_capitals": self.department.upper(),
        }


def read_letterhead(path: Path) -> Letterhead:
    """The letterhead of a TOML file. Raises OSError, tomllib.TOMLDecodeError or pydantic.ValidationError."""
    return Letterhead.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
