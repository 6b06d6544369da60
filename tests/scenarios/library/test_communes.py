"""The library's own table of communes."""

from __future__ import annotations

import unicodedata
from importlib import resources
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from optimizer.travel.straight_line import great_circle_km

LIBRARY = Path(str(resources.files("scenarios.library")))
REFERENCE = next(Path(__file__).parents[4].glob("*/domain/communes_2025.csv"), None)
"""A point inside each commune from another source, if it lies beside the checkout; not part of the project."""

needs_reference = pytest.mark.skipif(
    REFERENCE is None, reason="no reference table communes_2025.csv (a point inside each commune) beside this checkout"
)

ARCHIPELAGOS = {
    "20333": "Hoàng Sa: islands over 15,000 km2 of sea, one point of it is as good as another",
    "22736": "Trường Sa: islands over 160,000 km2 of sea, one point of it is as good as another",
}


@pytest.fixture(scope="module")
def communes() -> pd.DataFrame:
    return pd.read_csv(LIBRARY / "communes.csv", dtype={"code": str, "province_code": str})


def test_all_communes_of_2025_are_there_once_with_leading_zeros(communes: pd.DataFrame) -> None:
    assert len(communes) == communes["code"].nunique() == 3321
    assert communes["code"].str.fullmatch(r"\d{5}").all()
    assert communes["province_code"].nunique() == 34
    assert communes["kind"].value_counts().to_dict() == {"commune": 2621, "ward": 687, "special_zone": 13}
    assert (communes["province_code"] == "24").sum() == 99


def test_names_are_composed_unicode_and_begin_with_their_kind(communes: pd.DataFrame) -> None:
    names = [*communes["name"], *communes["province"]]
    assert all(name == unicodedata.normalize("NFC", name) for name in names)
    prefix = communes["kind"].map({"commune": "Xã ", "ward": "Phường ", "special_zone": "Đặc khu "})
    assert all(name.startswith(start) for name, start in zip(communes["name"], prefix, strict=True))


def test_points_are_in_vietnam_and_areas_are_positive(communes: pd.DataFrame) -> None:
    assert communes["latitude"].between(7.5, 23.5).all()
    assert communes["longitude"].between(102, 115).all()
    assert (communes["area_km2"] > 0).all()


def test_the_table_is_small_enough_to_ship() -> None:
    assert (LIBRARY / "communes.csv").stat().st_size < 300_000


def test_every_corrected_point_says_why_and_is_used(communes: pd.DataFrame) -> None:
    corrected = pd.read_csv(LIBRARY / "corrected_points.csv", dtype={"code": str})
    assert corrected["code"].is_unique
    assert corrected["why"].str.len().gt(0).all() and corrected["source"].str.len().gt(0).all()
    used = communes.set_index("code").loc[corrected["code"], ["latitude", "longitude"]].to_numpy()
    np.testing.assert_allclose(used, corrected[["latitude", "longitude"]].to_numpy(), atol=1e-5)
    assert {"06172", "04714"} <= set(corrected["code"]), "Hoàng Văn Thụ and Yên Bình are far out in the package"


def test_the_developer_command_makes_this_very_table(communes: pd.DataFrame) -> None:
    pytest.importorskip("vietnamadminunits", reason="extra `data` is not installed: the table cannot be made anew")
    from scenarios.library import make_communes

    pd.testing.assert_frame_equal(make_communes.communes(), communes, check_dtype=False)


@needs_reference
def test_every_point_is_as_near_to_the_commune_as_its_area_explains(communes: pd.DataFrame) -> None:
    reference = pd.read_csv(REFERENCE, dtype={"code": str}).set_index("code").loc[communes["code"]]
    assert communes["name"].tolist() == reference["name"].tolist()
    assert communes["kind"].tolist() == reference["kind"].tolist()
    km = great_circle_km(
        communes["latitude"].to_numpy(),
        communes["longitude"].to_numpy(),
        reference["latitude"].to_numpy(),
        reference["longitude"].to_numpy(),
    )
    radius_km = np.sqrt(reference["area_km2"].to_numpy() / np.pi)
    far = set(communes["code"][km > 1.5 * radius_km + 0.1])
    assert far == set(ARCHIPELAGOS)
    in_bac_ninh = (communes["province_code"] == "24").to_numpy()
    assert (km <= radius_km)[in_bac_ninh].all()


@needs_reference
def test_areas_agree_with_the_reference_within_a_tenth(communes: pd.DataFrame) -> None:
    reference = pd.read_csv(REFERENCE, dtype={"code": str}).set_index("code").loc[communes["code"], "area_km2"]
    off = np.abs(communes["area_km2"].to_numpy() / reference.to_numpy() - 1) > 0.1
    assert set(communes["code"][off]) <= set(ARCHIPELAGOS)
