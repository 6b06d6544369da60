"""Wording of every code, in Vietnamese and English.

The ``.toml`` files beside this one hold one entry per code with a sentence per language;
placeholders are named figures. Rules carry their own sentences, in the same shape.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib import resources
from typing import Literal

from babel.dates import format_date
from babel.numbers import format_decimal

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


@cache
def catalog() -> dict[str, dict[str, str]]:
    """Every code with its wording per language, keyed ``section.code``.

    >>> sorted(catalog()["form.transfer"])
    ['en', 'vi']
    """
    files = (file for file in resources.files(__package__).iterdir() if file.name.endswith(".toml"))
    return {
        f"{section}.{code}": wording
        for file in files
        for section, codes in tomllib.loads(file.read_text(encoding="utf-8")).items()
        for code, wording in codes.items()
    }


def say(code: str, language: Language, **figures: object) -> str:
    """The sentence of a code with its figures, numbers and dates formatted for the language.

    >>> say("form.secondment", "vi")
    'biệt phái'

    Raises KeyError if the code, the language or a figure is missing.
    """
    return render(catalog()[code][language], language, **figures)


def render(sentence: str, language: Language, **figures: object) -> str:
    """Fill a sentence's named places, numbers and dates formatted for the language.

    >>> render("{km} km", "vi", km=1234.5)
    '1.234,5 km'
    """
    return sentence.format(**{name: spoken(value, language) for name, value in figures.items()})


def spoken(value: object, language: Language) -> str:
    """A figure as text: numbers grouped, dates in the language's order, anything else as it is.

    A figure that is itself wording, one text per language, is said in the language; several
    are listed.
    """
    if isinstance(value, tuple):
        return ", ".join(spoken(item, language) for item in value)
    if isinstance(value, Mapping):
        return str(value[language])
    if isinstance(value, bool):
        return say("word.yes" if value else "word.no", language)
    if isinstance(value, int | float | Decimal):
        # A slip of the pen may have any number of digits; they can neither be grouped nor read.
        return format_decimal(value, locale=language) if -1e15 < value < 1e15 else f"{Decimal(value):.3g}"
    if isinstance(value, date):
        return format_date(value, format="dd/MM/yyyy" if language == "vi" else "medium", locale=language)
    return str(value)
