"""Which curves an address asks for: chips, a model, a phase, batches and a context."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from chipgate.chips.catalogue import bundled
from chipgate.translation.fault_text import fault
from chipgate.web.chips.side_by_side import MOST
from chipgate.web.problems import Problem
from chipgate.workloads.models import bundled_models, model_of

DEFAULT_MODEL: Final = "Llama-3.1-8B"
PHASES: Final = ("decode", "prefill")
BATCHES: Final = (1, 4, 16, 64, 256)
CONTEXTS: Final = (1024, 4096, 32768, 131072)
DEFAULT_CONTEXT: Final = 4096
MOST_BATCHES: Final = 12
LARGEST: Final = 1_000_000
"""Sequences at once, and tokens of context, beyond which nobody asks."""


@dataclass(frozen=True, slots=True)
class CurvesAsked:
    """Curves over BATCHES, at one context (tokens of each sequence), of the chips with these ids of the catalogue."""

    chips: tuple[str, ...]
    model: str = DEFAULT_MODEL
    phase: str = PHASES[0]
    batches: tuple[int, ...] = BATCHES
    context: int = DEFAULT_CONTEXT

    @property
    def batch_text(self) -> str:
        """The batches as the address and the field hold them."""
        return ",".join(map(str, self.batches))

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """The question as an address holds it; the chips apart."""
        return (
            ("model", self.model),
            ("phase", self.phase),
            ("batch", self.batch_text),
            ("context", str(self.context)),
        )

    def link(self, path: str, **more: str) -> str:
        """These curves at PATH, with MORE in its query."""
        return f"{path}?{urlencode([*(('chip', one) for one in self.chips), *self.query, *more.items()])}"

    @property
    def said(self) -> tuple[tuple[str, str], ...]:
        """What of the question is not as it stands at first."""
        return tuple(one for one in self.query if one not in CurvesAsked(()).query)

    @property
    def command(self) -> str:
        """The command that prints the same; one chip alone is compared with nothing."""
        asked = f"--model '{self.model}' --phase {self.phase} --batch {self.batch_text} --context {self.context}"
        return f"chipgate compare {' '.join(self.chips)} {asked}" if len(self.chips) > 1 else ""


NAMES: Final = ("model", "phase", "batch", "context")


def curves_asked(query: QueryParams | Mapping[str, str], chips: Iterable[str]) -> CurvesAsked:
    """What QUERY asks of CHIPS; what it leaves out is as it stands at first.

    Raises:
        Problem: a phase or a number cannot be meant.
        UnknownModel: no model of that name.
    """
    given = {name: query.get(name, "").strip() for name in NAMES}
    if given["phase"] and given["phase"] not in PHASES:
        raise Problem(
            422,
            fault(
                "phase is {given}; it is one of {known}, or left out",
                given=repr(given["phase"][:40]),
                known=", ".join(PHASES),
            ),
        )
    batches = _numbers("batch", given["batch"])
    context = _numbers("context", given["context"])
    if len(batches) > MOST_BATCHES or len(context) > 1:
        raise Problem(
            422, fault("give {most} batches or fewer, with commas between, and one context", most=MOST_BATCHES)
        )
    return CurvesAsked(
        tuple(chips),
        _model(given["model"]) if given["model"] else DEFAULT_MODEL,
        given["phase"] or PHASES[0],
        batches or BATCHES,
        context[0] if context else DEFAULT_CONTEXT,
    )


def curves_for(query: QueryParams) -> CurvesAsked:
    """The curves that QUERY asks for.

    Raises:
        UnknownChip: no chip has one of the names.
        Problem: no chip is named, or more than stand side by side.
    """
    names = [name.strip() for name in query.getlist("chip") if name.strip()]
    ids = tuple(dict.fromkeys(bundled().get(name).chip_id for name in names))
    if not 1 <= len(ids) <= MOST:
        raise Problem(
            422, fault("{count} chips were chosen; choose 1 to {most} different ones", count=len(ids), most=MOST)
        )
    return curves_asked(query, ids)


def models() -> tuple[str, ...]:
    """The models that can be chosen."""
    return tuple(bundled_models())


def _model(name: str) -> str:
    """The printed name of the model; only bundled ones are known here, no file of the server is ever opened."""
    if "/" in name or "\\" in name or name.endswith(".json"):
        raise Problem(422, fault("model is {name}; it is one of the list, no file", name=repr(name[:40])))
    return model_of(name).name


def _numbers(name: str, text: str) -> tuple[int, ...]:
    """Numbers with commas between, each once, in order."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    if any(not word.isascii() or not word.isdecimal() or len(word) > 9 for word in words):
        raise Problem(
            422,
            fault(
                "{name} is {given}; write whole numbers with commas between, like 1,8,32",
                name=name,
                given=repr(text[:40]),
            ),
        )
    found = tuple(sorted({int(word) for word in words}))
    if found and not 1 <= found[0] <= found[-1] <= LARGEST:
        raise Problem(
            422,
            fault(
                "{name} is {given}; its numbers are 1 to {most}", name=name, given=repr(text[:40]), most=f"{LARGEST:,}"
            ),
        )
    return found
