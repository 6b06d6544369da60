"""A report as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from optimizer.export.section import Section
from optimizer.text import Language, say


def markdown(sections: Iterable[Section], language: Language, title: str = "") -> str:
    """The sections as one Markdown document, by default titled as the summary of a plan.

    A section without a title has no heading.
    """
    parts = [f"# {title or say('report.title', language)}"]
    for section in sections:
        if section.title:
            parts.append(f"## {section.title}")
        if section.rows:
            parts.append(_table(section))
        parts.extend(section.notes)
    return "\n\n".join(parts) + "\n"


def _table(section: Section) -> str:
    rule = [":--", *("--:" for _ in section.columns[1:])]
    return "\n".join(_line(cells) for cells in (section.columns, rule, *section.rows))


def _line(cells: Sequence[str]) -> str:
    r"""One line of a table; a bar inside a cell would start another cell.

    >>> _line(["a|b", "1"])
    '| a\\|b | 1 |'
    """
    return "| " + " | ".join(text.replace("|", "\\|") for text in cells) + " |"
