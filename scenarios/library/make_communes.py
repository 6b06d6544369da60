"""Developer command: make ``communes.csv`` from the package vietnamadminunits and the corrections beside it.

Run ``python -m scenarios.library.make_communes`` with the extra ``data`` installed. The
package (MIT) holds the 3,321 communes of 2025 with a point and an area each; a few dozen
points and areas belong to a namesake elsewhere, and are replaced by those of
``corrected_points.csv`` and ``corrected_areas.csv``.
"""

from __future__ import annotations

import sqlite3
import unicodedata
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).parent

KIND_OF_PREFIX = {"Phường": "ward", "Xã": "commune", "Đặc khu": "special_zone"}
"""How a name begins decides its kind: the package's own type column is wrong for four communes."""

COLUMNS = {
    "wardCode": "code",
    "ward": "name",
    "provinceCode": "province_code",
    "province": "province",
    "wardLat": "latitude",
    "wardLon": "longitude",
    "wardAreaKm2": "area_km2",
}


def package_communes() -> pd.DataFrame:
    """The package's communes under our column names, codes as text."""
    spec = find_spec("vietnamadminunits")
    if spec is None or spec.origin is None:
        raise SystemExit("vietnamadminunits is not installed: pip install dieuphoi[data]")
    with closing(sqlite3.connect(Path(spec.origin).parent / "data" / "dataset.db")) as database:
        return pd.read_sql(f"SELECT {', '.join(COLUMNS)} FROM admin_units", database).rename(columns=COLUMNS)


def kind_of(name: str) -> str:
    """Commune, ward or special zone, told from the full name.

    >>> kind_of("Phường Bắc Giang")
    'ward'
    """
    return next(kind for prefix, kind in KIND_OF_PREFIX.items() if name.startswith(prefix + " "))


def communes() -> pd.DataFrame:
    """All communes with the corrections made, sorted by code."""
    table = package_communes()
    for column in ("name", "province"):
        table[column] = table[column].map(lambda text: unicodedata.normalize("NFC", text))
    table = table.set_index("code").sort_index()
    for corrections in ("corrected_points.csv", "corrected_areas.csv"):
        corrected = pd.read_csv(FOLDER / corrections, dtype={"code": str}).set_index("code")
        unknown = corrected.index.difference(table.index)
        if len(unknown) or not corrected.index.is_unique:
            raise SystemExit(f"{corrections} names a commune twice, or unknown ones: {', '.join(unknown)}")
        table.update(corrected)
    table.insert(1, "kind", table["name"].map(kind_of))
    return table.round({"latitude": 5, "longitude": 5, "area_km2": 2}).reset_index()


if __name__ == "__main__":
    communes().to_csv(FOLDER / "communes.csv", index=False, lineterminator="\n")
