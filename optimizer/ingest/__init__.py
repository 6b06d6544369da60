"""Input files to a dataset and findings: nothing is guessed, nothing is dropped.

:func:`read_folder` reads a folder of CSV files, one per table of :data:`optimizer.domain.TABLES`:
bytes become a grid of texts (``csv_file``), texts become typed columns (``columns``), and
the checks between cells, rows and tables (the other modules) say what does not fit.
"""

from optimizer.ingest.csv_file import MAX_ROWS
from optimizer.ingest.folder import MAX_BYTES, read_folder
from optimizer.ingest.reporting import MAX_OF_A_KIND
from optimizer.ingest.tables import Ingested, InputError
from optimizer.ingest.writing import cell_text, write_folder

__all__ = [
    "MAX_BYTES",
    "MAX_OF_A_KIND",
    "MAX_ROWS",
    "Ingested",
    "InputError",
    "cell_text",
    "read_folder",
    "write_folder",
]
