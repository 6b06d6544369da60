"""Codes as a planner reads them: wordings, names of fields and units."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.domain import UNKNOWN_FIELD, Dataset, Field, Unit
from optimizer.text import Language, say


def label(code: str, language: Language) -> str:
    """The wording of a code with a capital first letter, as it stands in a table.

    >>> label("form.transfer", "vi")
    'Điều động'
    """
    wording = say(code, language)
    return wording[:1].upper() + wording[1:]


def field_name(fields: Mapping[str, Field], code: str, language: Language) -> str:
    """A field's name in a language, or its code if the dataset does not name it."""
    field = fields.get(code)
    if field is None:
        return say("word.unknown_field", language) if code == UNKNOWN_FIELD else code
    return field.name_vi if language == "vi" else field.name_en


def unit_name(unit: Unit) -> str:
    """A unit's name with its code, since names repeat within a province; the code alone where it is the name.

    >>> unit_name(Unit(code="07681", name="Yên Dũng", kind="ward"))
    'Yên Dũng (07681)'
    """
    return unit.name if unit.name == unit.code else f"{unit.name} ({unit.code})"


def post_name(dataset: Dataset, code: str) -> str:
    """A post's title with its code; the code alone where it has no title."""
    post = dataset.post_by_code.get(code)
    return f"{post.title} ({code})" if post is not None and post.title else code
