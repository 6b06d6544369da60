"""Edits: pure changes of a dataset, so that nothing downstream can tell what-if from real."""

from optimizer.edits.join import join

__all__ = ["join"]
