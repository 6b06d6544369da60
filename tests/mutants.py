"""Mutation scores by file: ``mutmut results --all true | python -m tests.mutants``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

BY_TYPES = "caught by type check"
COLUMNS = ("killed", "timeout", "survived", "no tests", "other")


def table(results: Iterable[str]) -> str:
    """What became of the mutants of every file, and of all.

    The score is the share of killed ones and of those that never ended, of all that get past the types.

    >>> print(table(["optimizer.rules.pairs.x_of__mutmut_1: killed", "optimizer.rules.pairs.x_of__mutmut_2: no tests"]))
    file                                 by types   killed  timeout survived no tests    other   score
    optimizer/rules/pairs.py                    0        1        0        0        1        0   50.0%
    all                                         0        1        0        0        1        0   50.0%
    """
    by_file: dict[str, Counter[str]] = {}
    for line in filter(str.strip, results):
        mutant, _, status = line.strip().partition(": ")
        file = f"{mutant.rpartition('.')[0].replace('.', '/')}.py"
        by_file.setdefault(file, Counter())[status if status in (BY_TYPES, *COLUMNS) else "other"] += 1
    head = f"{'file':<36}{'by types':>9}{''.join(f'{column:>9}' for column in COLUMNS)}{'score':>8}"
    total = sum(by_file.values(), Counter[str]())
    return "\n".join([head, *(_row(file, by_file[file]) for file in sorted(by_file)), _row("all", total)])


def _row(file: str, number: Counter[str]) -> str:
    tested = number.total() - number[BY_TYPES]
    score = f"{(number['killed'] + number['timeout']) / tested:.1%}" if tested else "-"
    return f"{file:<36}{number[BY_TYPES]:>9}{''.join(f'{number[column]:>9}' for column in COLUMNS)}{score:>8}"


if __name__ == "__main__":
    print(table(sys.stdin))
