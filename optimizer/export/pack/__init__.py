"""Draft documents for a plan, in the layout of official paperwork: proposals, never decisions."""

from optimizer.export.pack.documents import Document, Per, documents
from optimizer.export.pack.issue import Issue, issued_documents, to_number
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
    "Issue",
    "Letterhead",
    "Per",
    "TemplateError",
    "documents",
    "issued_documents",
    "read_letterhead",
    "read_templates",
    "rendered",
    "templates",
    "to_number",
    "write_pack",
    "write_templates",
]
