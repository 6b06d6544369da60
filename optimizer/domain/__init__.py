"""The data a plan is made from: one row model per table, and the frozen Dataset that holds them."""

from optimizer.domain.dataset import TABLES, Dataset, Table
from optimizer.domain.employee import Employee, EmployeeKind, Rating, Sex, Status
from optimizer.domain.field import UNKNOWN_FIELD, Field
from optimizer.domain.instruction import Instruction, Order
from optimizer.domain.leg import Leg
from optimizer.domain.limit import Limit, LimitForm, LimitKind, LimitSubject
from optimizer.domain.post import Degree, Grade, Level, Post
from optimizer.domain.terrain import Terrain
from optimizer.domain.unit import COMMUNE_KINDS, SENDER_KIND, SenderKind, Unit, UnitKind
from optimizer.domain.workplace import Workplace

__all__ = [
    "COMMUNE_KINDS",
    "SENDER_KIND",
    "TABLES",
    "UNKNOWN_FIELD",
    "Dataset",
    "Degree",
    "Employee",
    "EmployeeKind",
    "Field",
    "Grade",
    "Instruction",
    "Leg",
    "Level",
    "Limit",
    "LimitForm",
    "LimitKind",
    "LimitSubject",
    "Order",
    "Post",
    "Rating",
    "SenderKind",
    "Sex",
    "Status",
    "Table",
    "Terrain",
    "Unit",
    "UnitKind",
    "Workplace",
]
