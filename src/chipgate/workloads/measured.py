"""Measured rows: what one says was run, where and how fast, and the labels that say what was alike."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from chipgate.workloads.device import family_of
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.layout import layout_of

MEASUREMENTS_FILE: Final = Path(__file__).parent / "data" / "measurements.csv"

COLUMNS: Final = (
    *("id", "kind", "model", "params_total_b", "params_active_b", "layers", "hidden", "seq_len_or_in_len", "out_len"),
    *("precision", "chip", "chips", "parallelism", "batch_or_concurrency", "measured_value", "unit"),
    *("mfu_if_published", "source_url", "status", "note"),
)

NOT_SAID: Final = "not said"
"""The label of what a row or a question does not name."""

PHASES: Final = ("training", "serving", "offline", "prefill", "decode", "first_token")
"""What is fitted apart: each has its own few constants."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One row, read. Lengths are tokens, ``batch`` sequences (a step in training, at once in serving; 0: not said).

    ``value`` is the measured figure in ``unit``, 0 where none is given. Labels: ``stack`` is the software, ``vintage``
    its version, ``team`` who ran it, ``note`` as it stands.
    """

    id: str
    phase: str
    model: str
    chip: str
    chips: int
    precision: str
    in_len: float
    out_len: float
    layout: str
    batch: float
    micro_batch: float
    accumulation: float
    value: float
    unit: str
    stack: str
    vintage: str
    team: str
    family: str
    source: str
    note: str

    @property
    def each(self) -> float:
        """What turns the seconds of its phase into those of its unit.

        Decoding is timed in chip seconds a token, of which a request waits for ``batch`` over ``chips``; serving in
        seconds that a request waits for a token, of which a chip yields as many.
        """
        waits = self.batch / max(self.chips, 1)
        is_time = self.unit.startswith("ms")
        return waits if waits and is_time == (self.phase == "decode") and self.phase in ("decode", "serving") else 1.0


def read_measured(path: Path = MEASUREMENTS_FILE) -> tuple[Measured, ...]:
    """Every row of a file of the schema of measurements.csv."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return tuple(measured_rows(csv.DictReader(file)))


def measured_rows(rows: Iterable[Mapping[str, str]]) -> Iterator[Measured]:
    """Rows as they are read; nothing is checked here."""
    return (measured_of(row) for row in rows)


def measured_of(row: Mapping[str, str]) -> Measured:
    """One row as values."""
    cell = {name: (row.get(name) or "").strip() for name in COLUMNS}
    note, source, batch = cell["note"], cell["source_url"], cell["batch_or_concurrency"]
    phase = _phase(cell["kind"], cell["unit"], batch)
    stack, vintage, team = _software(cell["id"], source, note)
    in_len = _length(cell["seq_len_or_in_len"])
    chips = _count(cell["chips"]) or (0 if phase == "training" else _chips_of(cell["parallelism"]))
    return Measured(
        id=cell["id"],
        phase=phase,
        model=cell["model"],
        chip=cell["chip"],
        chips=chips,
        precision=cell["precision"].lower(),
        in_len=in_len,
        out_len=_length(cell["out_len"]),
        layout=cell["parallelism"],
        batch=_batch(batch, phase, in_len, chips),
        micro_batch=_tagged(batch, "MBS") or 1.0,
        accumulation=_tagged(batch, "GA"),
        value=_number(cell["measured_value"]),
        unit=cell["unit"],
        stack=stack,
        vintage=vintage,
        team=team,
        family=family_of(cell["chip"]),
        source=source,
        note=note,
    )


def _phase(kind: str, unit: str, batch: str) -> str:
    """What is foreseen: a server under so many requests at once, or one whose queue is never empty, among others."""
    if kind == "train":
        return "training"
    if kind == "inference_server" and (unit.startswith("ms") or re.match(r"\s*\d", batch)):
        return "serving"
    if kind == "prefill" and unit.startswith("ms"):
        return "first_token"
    return {"inference_server": "offline", "inference_offline": "offline"}.get(kind, kind)


def _number(text: str) -> float:
    """The first number of TEXT, 0 where there is none."""
    found = re.search(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", text.replace(",", ""))
    return float(found[0]) if found else 0.0


def _length(text: str) -> float:
    """TEXT as tokens; 1,024 and 1 024 are one number, and what is more than a number, like 4k, is none."""
    joined = re.sub(r"(?<=\d)[,\s](?=\d{3}(?!\d))", "", text)
    try:
        return float(joined)
    except ValueError:
        return math.nan if re.search(r"\d", text) else 0.0


def _count(text: str) -> int:
    """The first number of TEXT as a count; one beyond all sense stays so, and is refused with its row."""
    return int(max(min(_number(text), 1e12), -1.0))


def _chips_of(text: str) -> int:
    """The chips that one copy of a layout takes, where a served row names no number of them; 0 where none is said."""
    try:
        layout = layout_of(text)
    except BadWorkload:
        return 0  # told with the row
    return layout.tp * layout.pp * layout.cp * layout.attention_dp if layout.said else 0


def _tagged(text: str, tag: str) -> float:
    found = re.search(rf"\b{tag}\s*(\d+(?:\.\d+)?)", text)
    return float(found[1]) if found else 0.0


_TOKENS: Final = re.compile(r"(\d+(?:\.\d+)?)\s*M tokens")
_SHARED: Final = re.compile(r"(\d+)/(\d+) chips")


def _batch(text: str, phase: str, length: float, chips: int) -> float:
    """Sequences: of a step in training, on all chips together elsewhere; prefill counts tokens a chip."""
    if phase == "training":
        tokens = _TOKENS.search(text)
        return float(tokens[1]) * 1e6 / max(length, 1.0) if tokens else _tagged(text, "GBS")
    if "/chip" in text:
        return _number(text) * (1.0 if "tokens" not in text else 1.0 / max(length, 1.0)) * chips
    return _number(text)


_TRAINING_STACKS: Final = (
    ("vtrain", r"vTrain"),
    ("mlperf", r"training_results_v"),
    ("nemo", r"Megatron-Bridge"),
    ("llm-foundry", r"llm-foundry"),
    ("megatron", r"2205\.05198"),
)


def _software(row_id: str, source: str, note: str) -> tuple[str, str, str]:
    """Software, its version and who ran it, as far as a row says."""
    mlperf = re.search(r"(training|inference)_results_(v[\d.]+)(?:/tree/main/([^/]+))?", source)
    if mlperf:
        best = re.search(r"best of submitters \(([^)]+)\)", note)
        team = mlperf[3] or (best[1] if best else "")
        return "mlperf", mlperf[2], _team_of_id(row_id) if not team else team.replace(" ", "_")
    container = re.search(r"container (NeMo )?([\d.]+)", note)
    if container:
        return "nemo", container[2], "nvidia"
    served = re.match(r"(vllm|sglang|trtllm) (\S+);", note)
    if served:
        return served[1], served[2], "inferencex"
    for stack, pattern in _TRAINING_STACKS:
        if re.search(pattern, source):
            return stack, "", stack
    if "TensorRT-LLM" in source:
        return "trtllm", "bench", "trtllm"
    said = source or NOT_SAID  # who publishes together has measured alike
    return ("whole run" if "whole run" in note else said), "", said


def _team_of_id(row_id: str) -> str:
    return row_id.split("-")[4] if row_id.startswith("mlperf-train") and row_id.count("-") > 4 else ""
