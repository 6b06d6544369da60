"""What of a file may be repeated in a finding."""

from __future__ import annotations

import re

from optimizer.domain.employee import SENSITIVE_COLUMNS

HIDDEN = "•••"
"""Stands for a value that is not repeated."""

_LONGEST_SHOWN = 40
_ONE_WORD = re.compile(r"[\w.,:;/+\-]+|\d{1,3}(\s\d{3})+")
_DIGITS_OF_AN_IDENTITY = re.compile(r"(\D*\d){9}")
_CODES_OF_BARS = re.compile(r"((i{1,3}|i?v|vi{1,2})[;,]?)+", re.IGNORECASE)


def shown(value: str, column: str = "") -> str:
    """The value if it can only be a code, number or date, else dots.

    Cells get into wrong columns, so besides the sensitive columns nothing is repeated that
    has several words, as names have, as many digits as an identity number, or that numbers a bar.

    >>> shown("24 900"), shown("001 099 000 123")
    ('24 900', '•••')
    >>> shown("00004"), shown("Nguyễn Văn A"), shown("001099000123"), shown("1990", "birth_date"), shown("iii;v")
    ('00004', '•••', '•••', '•••', '•••')
    """
    is_harmless = (
        column not in SENSITIVE_COLUMNS
        and len(value) <= _LONGEST_SHOWN
        and _ONE_WORD.fullmatch(value)
        and not _DIGITS_OF_AN_IDENTITY.match(value)
        and not _CODES_OF_BARS.fullmatch(value)
    )
    return value if is_harmless else HIDDEN
