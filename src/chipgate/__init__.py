"""chipgate makes the trade rules around AI chips computable.

>>> import chipgate as cg
>>> answer = cg.check(chip="H20", to="CN", on="2024-06-01", assume="ordinary")
>>> answer.outcome
'no_licence_required'

It informs and is not legal advice; ``not_modelled()`` says what it leaves out.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chipgate.cases.check import Checker
    from chipgate.cases.check_one import check
    from chipgate.cases.check_with_spark import check_with_spark
    from chipgate.cases.compare import Comparison, compare
    from chipgate.cases.determination import Determination
    from chipgate.cases.duties.landed_cost import LandedCost, landed_cost
    from chipgate.cases.not_modelled import not_modelled
    from chipgate.cases.rescreen import Rescreening, rescreen
    from chipgate.cases.transaction import BadOrder, Transaction
    from chipgate.cases.worksheet import Worksheet, worksheet_of
    from chipgate.chips.catalogue import Catalogue, bundled
    from chipgate.chips.datasheet import Datasheet
    from chipgate.chips.own_chips import read_chips
    from chipgate.errors import ChipgateError
    from chipgate.law.provision import Clock
    from chipgate.law.reform import AddProvision, EndProvision, Reform, SetLimit, reformed
    from chipgate.law.reform_file import read_reform
    from chipgate.law.trade.corpus import trade_corpus
    from chipgate.law.us.corpus import us_corpus
    from chipgate.workloads.best_parallelism import BestParallelism, best_parallelism
    from chipgate.workloads.deliver import Delivery, deliver
    from chipgate.workloads.device import Device
    from chipgate.workloads.speed import speed_of
    from chipgate.workloads.training_run import TrainingRun, training_run

_HOMES = {
    "chipgate.cases.check": ("Checker",),
    "chipgate.cases.check_one": ("check",),
    "chipgate.cases.check_with_spark": ("check_with_spark",),
    "chipgate.cases.duties.landed_cost": ("LandedCost", "landed_cost"),
    "chipgate.law.trade.corpus": ("trade_corpus",),
    "chipgate.cases.compare": ("Comparison", "compare"),
    "chipgate.cases.determination": ("Determination",),
    "chipgate.cases.not_modelled": ("not_modelled",),
    "chipgate.cases.rescreen": ("Rescreening", "rescreen"),
    "chipgate.cases.transaction": ("BadOrder", "Transaction"),
    "chipgate.cases.worksheet": ("Worksheet", "worksheet_of"),
    "chipgate.chips.catalogue": ("Catalogue", "bundled"),
    "chipgate.chips.datasheet": ("Datasheet",),
    "chipgate.chips.own_chips": ("read_chips",),
    "chipgate.errors": ("ChipgateError",),
    "chipgate.law.provision": ("Clock",),
    "chipgate.law.reform": ("AddProvision", "EndProvision", "Reform", "SetLimit", "reformed"),
    "chipgate.law.reform_file": ("read_reform",),
    "chipgate.law.us.corpus": ("us_corpus",),
    "chipgate.workloads.best_parallelism": ("BestParallelism", "best_parallelism"),
    "chipgate.workloads.deliver": ("Delivery", "deliver"),
    "chipgate.workloads.device": ("Device",),
    "chipgate.workloads.speed": ("speed_of",),
    "chipgate.workloads.training_run": ("TrainingRun", "training_run"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "AddProvision",
    "BadOrder",
    "BestParallelism",
    "Catalogue",
    "Checker",
    "ChipgateError",
    "Clock",
    "Comparison",
    "Datasheet",
    "Delivery",
    "Determination",
    "Device",
    "EndProvision",
    "LandedCost",
    "Reform",
    "Rescreening",
    "SetLimit",
    "TrainingRun",
    "Transaction",
    "Worksheet",
    "best_parallelism",
    "bundled",
    "check",
    "check_with_spark",
    "compare",
    "deliver",
    "landed_cost",
    "not_modelled",
    "read_chips",
    "read_reform",
    "reformed",
    "rescreen",
    "speed_of",
    "trade_corpus",
    "training_run",
    "us_corpus",
    "worksheet_of",
]


def __getattr__(name: str) -> Any:
    """A name of the front door, loaded when it is first asked for, so that importing chipgate costs nothing."""
    if name not in _HOME_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOME_OF[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*__all__, *(name for name in globals() if name.startswith("__"))})
