"""A small province without a fault, and a way to read a variant of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from optimizer.ingest import Ingested, read_folder

AS_OF = date(2025, 10, 20)

FAULTLESS: Mapping[str, str] = {
    "fields.csv": (
        "code,name_en,name_vi,related,majors\n"
        "ACC,Accounting,Kế toán,TRD:0.6,Kế toán;Kiểm toán\n"
        "TRD,Trade,Công thương,,\n"
    ),
    "units.csv": (
        "code,name,kind,parent,latitude,longitude,quota\n"
        "00004,Ba Đình,ward,,21.03,105.83,3\n"
        "00008,Ngọc Hà,ward,,21.04,105.81,3\n"
        "TT1,Trung tâm,delivery_centre,00004,21.03,105.83,2\n"
        "SNV,Sở Nội vụ,department,,21.02,105.85,9\n"
    ),
    "workplaces.csv": "code,unit,latitude,longitude\nW1,00004,21.03,105.84\n",
    "posts.csv": "code,unit,workplace,field,seats,reserved\nP1,00004,W1,ACC,2,0\nP2,00008,,TRD,1,1\nP3,SNV,,ACC,3,0\n",
    "employees.csv": (
        "id,name,national_id,unit,post,field,birth_date,ratings,blocks,seconded_to_unit,seconded_to_post,"
        "seconded_from,seconded_until,count,home_latitude,home_longitude,level\n"
        "E1,Nguyễn Thị An,001099000123,00004,P1,ACC,20/10/1990,2024:good,,,,,,1,21.03,105.83,2\n"
        "E2,,,SNV,P3,TRD,,,,,,,,2,,,1\n"
    ),
    "limits.csv": "subject,unit,field,keep,at_most\nrelease,SNV,ACC,1,\n",
    "instructions.csv": "order,employee,post,unit\npin,E1,,\n",
    "travel.csv": "from,to,km,minutes\n00004,W1,1.5,5\n",
}


@pytest.fixture
def read(tmp_path: Path) -> Callable[[Mapping[str, str | bytes | None]], Ingested]:
    """Reads the faultless folder with some files exchanged; None removes a file."""

    def read_variant(changes: Mapping[str, str | bytes | None]) -> Ingested:
        for name, content in {**FAULTLESS, **changes}.items():
            if content is not None:
                path = tmp_path / name
                path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_folder(tmp_path, AS_OF)

    return read_variant


@pytest.fixture
def faultless() -> Mapping[str, str]:
    """The faultless folder's texts by file name."""
    return FAULTLESS
