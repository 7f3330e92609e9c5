"""Which effects each phase has: what measured rows can have in common, from a whole chip down to one set-up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from chipgate.workloads.effects import Effect, Label
from chipgate.workloads.measured import Measured

_LOAD: Final = ("batch", "in", "out", "tp", "ep")
_QUEUED: Final = ("in", "out", "tp", "pp", "ep")
_STEP: Final = ("batch", "chips", "tp", "pp", "micro")

UNSAID: Final = ("", "nan")
"""What stands for the version in a row that does not say it."""


def _by(*names: str) -> Label:
    """The label of rows that agree in all of NAMES."""
    return lambda row: "|".join(str(getattr(row, name)) for name in names)


def _version(row: Measured) -> str:
    """The version of the software that served; rows that do not say theirs need not have it in common."""
    return "" if row.vintage in UNSAID else f"{row.stack}|{row.vintage}"


def _task(row: Measured) -> str:
    return "LoRA" if "LoRA" in row.note else ""


def _server(row: Measured) -> str:
    """Offline rows that were served under a limit of latency."""
    return "server" if "server" in row.id or row.note.startswith("Server") else ""


def _server_of_model(row: Measured) -> str:
    return row.model if _server(row) else ""


def _balance(row: Measured) -> str:
    """Experts that were balanced by hand are not what a server meets."""
    return "balanced" if "perfect expert balance" in row.note else ""


EFFECTS: Final[Mapping[str, tuple[Effect, ...]]] = {
    "training": (
        Effect("chip", _by("chip")),
        Effect("family", _by("family")),
        Effect("stack", _by("stack")),
        Effect("vintage", _by("stack", "vintage")),
        Effect("team", _by("stack", "vintage", "team")),
        Effect("chip and precision", _by("chip", "precision")),
        Effect("model", _by("model")),
        Effect("task", _task),
        Effect("load of a stack", _by("stack", "model"), _STEP, 3.0),
        Effect("load of a set-up", _by("stack", "vintage", "model", "chip"), ("chips", "tp", "pp", "micro"), 1.5),
    ),
    "serving": (
        Effect("chip", _by("chip")),
        Effect("family", _by("family")),
        Effect("stack", _by("stack")),
        Effect("vintage", _version),
        Effect("chip and precision", _by("chip", "precision")),
        Effect("model", _by("model")),
        Effect("model and stack", _by("model", "stack")),
        Effect("set-up", _by("model", "stack", "vintage", "chip", "precision")),
        Effect("stack and precision", _by("stack", "precision")),
        Effect("load", _by("phase"), _LOAD, 3.0),
        Effect("load of a precision", _by("precision"), ("batch", "in", "tp"), 3.0),
        Effect("load of a family and precision", _by("family", "precision"), ("batch", "in", "tp"), 3.0),
        Effect("load of a stack", _by("stack"), _LOAD, 2.5),
        Effect("load of a model", _by("model"), _LOAD, 2.5),
        Effect("load of a set-up", _by("model", "stack", "chip"), _LOAD, 2.0),
    ),
    "offline": (
        Effect("chip", _by("chip")),
        Effect("family", _by("family")),
        Effect("stack", _by("stack")),
        Effect("vintage", _by("stack", "vintage")),
        Effect("chip and precision", _by("chip", "precision")),
        Effect("model", _by("model")),
        Effect("model and chip", _by("model", "chip")),
        Effect("server", _server),
        Effect("server of a model", _server_of_model),
        Effect("load", _by("phase"), _QUEUED, 3.0),
        Effect("load of a model", _by("model"), _QUEUED, 2.0),
        Effect("load of a chip", _by("chip"), _QUEUED, 2.0),
        Effect("load of a set-up", _by("model", "stack", "chip"), _QUEUED, 2.0),
    ),
    "prefill": (Effect("chip", _by("chip")), Effect("stack", _by("stack")), Effect("balance", _balance)),
    "decode": (Effect("chip", _by("chip")), Effect("stack", _by("stack"))),
    "first_token": (
        Effect("chip", _by("chip")),
        Effect("family", _by("family")),
        Effect("stack", _by("stack")),
        Effect("vintage", _version),
        Effect("model", _by("model")),
        Effect("model and stack", _by("model", "stack")),
        Effect("set-up", _by("model", "stack", "vintage", "chip", "precision")),
        Effect("load", _by("phase"), ("in", "tp"), 2.0),
        Effect("load of a model", _by("model", "stack"), ("in", "tp"), 2.0),
    ),
}
"""A label that is empty takes no part in the effect."""
