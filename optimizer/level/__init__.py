"""Level of expertise of people nobody has assessed, told from degree, major and years by a table.

The table is this product's own and stands in for an assessment: a province that assesses its
people gives ``level`` in the employees table, and one with a table of its own names it in the
policy. See docs/people.md.
"""

from optimizer.level.table import LevelTable, level_tables
from optimizer.level.telling import is_of_field, level_of, levels_of, plain

__all__ = ["LevelTable", "is_of_field", "level_of", "level_tables", "levels_of", "plain"]
