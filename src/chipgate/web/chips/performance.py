"""What chips deliver over the batch, where the room that foresees it is installed; else there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from chipgate.chips.datasheet import Datasheet
from chipgate.errors import ChipgateError
from chipgate.translation.language import Language, translator

MODELS: Final = ("Llama-3.1-8B", "Llama-3.1-70B", "DeepSeek-V3")
"""The models that can be chosen; the first stands there at first."""
BATCHES: Final = (1, 4, 16, 64, 256)
CONTEXT_TOKENS: Final = 4096


@dataclass(frozen=True, slots=True)
class Delivered:
    """Tokens per second and chip at one batch, with the 80 % interval and the resource that binds."""

    tokens_per_s: str
    low: str
    high: str
    binding: str
    fits: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """What one chip delivers at each batch; None where that cannot be foreseen."""

    chip: str
    cells: tuple[Delivered | None, ...]


@dataclass(frozen=True, slots=True)
class Performance:
    """Decoding of one model, a curve a chip, over the batches, at one length of context."""

    model: str
    models: tuple[str, ...]
    batches: tuple[int, ...]
    context_tokens: int
    curves: tuple[Curve, ...]


def performance_of(sheets: Sequence[Datasheet], language: Language, model: str = "") -> Performance | None:
    """What SHEETS deliver when they decode MODEL, the first where none is named; None where nothing can foresee it."""
    deliver = _deliver()
    if deliver is None:
        return None
    model = model or MODELS[0]
    curves = tuple(
        Curve(sheet.name, tuple(_delivered(deliver, sheet, model, batch, language) for batch in BATCHES))
        for sheet in sheets
    )
    if not any(cell for curve in curves for cell in curve.cells):
        return None
    return Performance(model, MODELS, BATCHES, CONTEXT_TOKENS, curves)


def _deliver() -> Callable[..., Any] | None:
    """The function that foresees what a chip delivers, where it is installed."""
    if find_spec("chipgate.workloads") is None:
        return None
    found: Callable[..., Any] = import_module("chipgate.workloads.deliver").deliver
    return found


def _delivered(
    deliver: Callable[..., Any], sheet: Datasheet, model: str, batch: int, language: Language
) -> Delivered | None:
    """One answer; None where the chip prints too little, or a library that it takes is not installed."""
    try:
        answer = deliver(sheet.chip_id, model, "decode", batch=batch, context=CONTEXT_TOKENS)
    except ChipgateError:
        return None
    low, value, high = (f"{one:,.0f}" for one in (answer.low80, answer.tokens_per_s_chip, answer.high80))
    return Delivered(value, low, high, translator(language)(answer.binding), bool(answer.fits))
