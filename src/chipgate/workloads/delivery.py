"""The answer about one chip, one model and one load: rates with their interval, and what stands behind them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from chipgate.translation.language import Language
from chipgate.workloads.assumed import Assumed


@dataclass(frozen=True, slots=True)
class Interval:
    """An expected value with the interval that holds the measured one four times in five."""

    value: float
    low80: float
    high80: float

    def times(self, factor: float) -> Interval:
        """The same in another unit."""
        return Interval(self.value * factor, self.low80 * factor, self.high80 * factor)

    def inverse(self, factor: float = 1.0) -> Interval:
        """FACTOR over it: what is slow takes long, so the ends change places."""
        return Interval(factor / self.value, factor / self.high80, factor / self.low80)

    def json(self) -> dict[str, float]:
        """The interval as plain values."""
        return {"value": self.value, "low80": self.low80, "high80": self.high80}


@dataclass(frozen=True, slots=True)
class Memory:
    """What a chip has to hold, in GB by what it is, against what software can fill of its memory."""

    held_gb: dict[str, float]
    usable_gb: float
    batch_that_fits: float

    @property
    def fits(self) -> bool:
        """Whether it does."""
        return sum(self.held_gb.values()) <= self.usable_gb

    def json(self) -> dict[str, Any]:
        """The memory as plain values."""
        return {"held_gb": self.held_gb, "usable_gb": self.usable_gb, "batch_that_fits": self.batch_that_fits}


@dataclass(frozen=True, slots=True)
class Anchor:
    """The nearest measured row, what it measured, and what is foreseen for that very row.

    ``tokens_per_s_chip`` and ``foreseen_tokens_per_s_chip`` are both in the unit of the answer; 0 where the row does
    not say what that takes.
    """

    id: str
    chip: str
    model: str
    measured: str
    foreseen: str
    tokens_per_s_chip: float
    foreseen_tokens_per_s_chip: float
    unit: str
    chips: int
    layout: str
    batch: float
    in_len: float
    out_len: float
    precision: str
    source: str
    note: str

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)

    def json(self) -> dict[str, Any]:
        """The row as plain values."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True, slots=True)
class Delivery:
    """The answer: tokens per second and chip with an 80 % interval, and what stands behind it.

    ``parts`` are shares of the time by resource (0 to 1) and ``binding`` the largest. ``seconds`` is the time of one
    token of a user (decode, serving), of all prompts at once (prefill), of a step (training); ``tokens_per_s_user`` is
    None where no user waits for tokens. ``joule_per_token`` is at the printed power of the chip, None where none is
    printed; ``usd_per_million_tokens`` None where no price was given. Rates stand also where the model does not fit:
    as if it did.
    """

    chip: str
    model: str
    phase: str
    precision: str
    kv_precision: str
    layout: str
    chips: int
    batch: float
    context: float
    output: float
    recompute: str
    rate: Interval
    seconds: Interval
    tokens_per_s_user: Interval | None
    joule_per_token: Interval | None
    usd_per_million_tokens: Interval | None
    memory: Memory
    binding: str
    parts: dict[str, float]
    anchor: Anchor
    assumed: tuple[Assumed, ...]

    @property
    def tokens_per_s_chip(self) -> float:
        """The expected rate."""
        return self.rate.value

    @property
    def low80(self) -> float:
        """The low end of its interval."""
        return self.rate.low80

    @property
    def high80(self) -> float:
        """The high end of its interval."""
        return self.rate.high80

    @property
    def ms_per_token(self) -> float:
        """Milliseconds between two tokens of a user; of chip time for one token where no user waits."""
        return 1e3 * self.seconds.value if self.tokens_per_s_user else 1e3 / self.rate.value

    @property
    def fits(self) -> bool:
        """Whether the model fits into the memory."""
        return self.memory.fits

    def json(self, language: Language = "en") -> dict[str, Any]:
        """The answer as plain values."""
        plain = ("chip", "model", "phase", "precision", "kv_precision", "layout", "chips", "batch", "context", "output")
        found: dict[str, Any] = {name: getattr(self, name) for name in (*plain, "recompute")}
        found |= {"tokens_per_s_chip": self.rate.json(), "seconds": self.seconds.json()}
        for name in ("tokens_per_s_user", "joule_per_token", "usd_per_million_tokens"):
            value = getattr(self, name)
            found[name] = value.json() if value else None
        return found | {
            "fits": self.fits,
            "memory": self.memory.json(),
            "binding": self.binding,
            "parts": self.parts,
            "anchor": self.anchor.json(),
            "assumed": [one.json(language) for one in self.assumed],
        }
