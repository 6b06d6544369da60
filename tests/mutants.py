"""Mutation scores by file: ``mutmut results --all true | python -m tests.mutants``."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable

UNTRIED, BY_TYPES = "not checked", "caught by type check"
COLUMNS = ("killed", "timeout", "survived", "no tests", "other")


def table(results: Iterable[str]) -> str:
    """What became of the mutants of every file and of all, and how many of all were tried.

    The score is the share of killed ones and of those that never ended, of those tried that get past the types.

    >>> of_pairs = [f"optimizer.rules.pairs.x_of__mutmut_{number}" for number in range(4)]
    >>> results = map(": ".join, zip(of_pairs, ("killed", "no tests", "not checked", "caught by type check")))
    >>> print(table(results))
    file                       by types   killed  timeout survived no tests    other   score
    optimizer/rules/pairs.py          1        1        0        0        1        0   50.0%
    all                               1        1        0        0        1        0   50.0%
    3 of 4 mutants tried
    """
    by_file: dict[str, Counter[str]] = {}
    for line in filter(str.strip, results):
        mutant, _, status = line.strip().partition(": ")
        file = f"{mutant.rpartition('.')[0].replace('.', '/')}.py"
        by_file.setdefault(file, Counter())[status if status in (UNTRIED, BY_TYPES, *COLUMNS) else "other"] += 1
    total = sum(by_file.values(), Counter[str]())
    width = max(map(len, by_file), default=0)
    rows = [_row(file, by_file[file], width) for file in sorted(by_file) if by_file[file].keys() > {UNTRIED}]
    tried = f"{total.total() - total[UNTRIED]} of {total.total()} mutants tried"
    head = f"{'file':<{width}}{'by types':>11}{''.join(f'{column:>9}' for column in COLUMNS)}{'score':>8}"
    return "\n".join([head, *rows, _row("all", total, width), tried])


def _row(file: str, number: Counter[str], width: int) -> str:
    tested = sum(number[column] for column in COLUMNS)
    score = f"{(number['killed'] + number['timeout']) / tested:.1%}" if tested else "-"
    return f"{file:<{width}}{number[BY_TYPES]:>11}{''.join(f'{number[column]:>9}' for column in COLUMNS)}{score:>8}"


if __name__ == "__main__":
    print(table(sys.stdin))
