"""Edits: pure changes of a dataset and its policy, so that nothing downstream can tell what-if from real."""

from optimizer.edits.edit import Edit, Edited
from optimizer.edits.join import join
from optimizer.edits.kinds import AnyEdit
from optimizer.edits.scenario import SCENARIO_FILE, Scenario

__all__ = ["SCENARIO_FILE", "AnyEdit", "Edit", "Edited", "Scenario", "join"]
