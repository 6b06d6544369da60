"""Draft documents for a plan, in the layout of official paperwork: proposals, never decisions."""

from optimizer.export.pack.documents import Document, Per, documents
from optimizer.export.pack.letterhead import Letterhead, read_letterhead
from optimizer.export.pack.writing import (
    TemplateError,
    read_templates,
    rendered,
    templates,
    write_pack,
    write_templates,
)

__all__ = [
    "Document",
    "Letterhead",
    "Per",
    "TemplateError",
    "documents",
    "read_letterhead",
    "read_templates",
    "rendered",
    "templates",
    "write_pack",
    "write_templates",
]
