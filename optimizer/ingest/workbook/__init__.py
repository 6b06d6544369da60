"""Workbooks as people fill them in, to the grids of texts that CSV files give, and the same checks.

A process of its own opens a workbook (``book``, ``cells_child``). The table of each sheet is told
(``recognition``), its header looked for (``header``) and the rows that are data (``data_rows``);
sheets become grids (``page_grid``, ``merging``), words become codes (``translation``), and what the
checks find is told by sheet and cell (``places``), with what was probably meant (``repairs``).
"""

from optimizer.ingest.workbook.book import SUFFIXES, WORKBOOK_SUFFIX, Book, Page
from optimizer.ingest.workbook.example import EXAMPLES
from optimizer.ingest.workbook.policy_sheet import COLUMNS as POLICY_COLUMNS
from optimizer.ingest.workbook.policy_sheet import PARAMETERS as POLICY_PARAMETERS
from optimizer.ingest.workbook.workbooks import Workbooks, open_workbooks, read_workbooks

__all__ = [
    "EXAMPLES",
    "POLICY_COLUMNS",
    "POLICY_PARAMETERS",
    "SUFFIXES",
    "WORKBOOK_SUFFIX",
    "Book",
    "Page",
    "Workbooks",
    "open_workbooks",
    "read_workbooks",
]
