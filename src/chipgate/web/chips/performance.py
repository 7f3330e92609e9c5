"""What a chip delivers, where the room that foresees it is installed; else there is nothing to show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

from chipgate.chips.datasheet import Datasheet
from chipgate.errors import ChipgateError
from chipgate.translation.language import Language, translator

MODELS: Final = ("Llama-3.1-8B", "Llama-3.1-70B", "DeepSeek-V3")
"""Models for which decoding is shown; one that is not known is left out."""
BATCH: Final = 32
CONTEXT_TOKENS: Final = 4096


@dataclass(frozen=True, slots=True)
class Delivered:
    """Tokens per second and chip with the 80 % interval, the resource that binds, and whether the model fits."""

    chip: str
    model: str
    tokens_per_s: str
    low: str
    high: str
    binding: str
    fits: bool


@dataclass(frozen=True, slots=True)
class Performance:
    """Decoding of each model on each chip, at one batch and context."""

    batch: int
    context_tokens: int
    rows: tuple[Delivered, ...]


def performance_of(sheets: Sequence[Datasheet], language: Language) -> Performance | None:
    """What SHEETS deliver; None where nothing here can foresee it."""
    if find_spec("chipgate.workloads") is None:
        return None
    try:
        deliver = import_module("chipgate.workloads.deliver").deliver
    except (ModuleNotFoundError, AttributeError):
        return None
    found = (_delivered(deliver, sheet, model, language) for model in MODELS for sheet in sheets)
    rows = tuple(one for one in found if one is not None)
    return Performance(BATCH, CONTEXT_TOKENS, rows) if rows else None


def _delivered(deliver: Any, sheet: Datasheet, model: str, language: Language) -> Delivered | None:
    """One answer; None where the chip, the model or a library that it takes is not known."""
    try:
        answer = deliver(sheet.chip_id, model, "decode", batch=BATCH, context=CONTEXT_TOKENS)
    except ChipgateError:
        return None
    low, value, high = (f"{one:,.0f}" for one in (answer.low80, answer.tokens_per_s_chip, answer.high80))
    binding = translator(language)(answer.binding)
    return Delivered(sheet.name, model, value, low, high, binding, bool(answer.fits))
