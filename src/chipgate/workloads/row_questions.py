"""Measured rows as questions: what a row leaves out is filled in here, in one place."""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from chipgate.translation.fault_text import FaultText, fault
from chipgate.translation.language import marked
from chipgate.workloads.device import Device, device_of
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.layout import MOST_CHIPS, Layout, layout_of
from chipgate.workloads.measured import PHASES, Measured
from chipgate.workloads.models import model_of
from chipgate.workloads.numbers import Numbers, numbers_of
from chipgate.workloads.shape import BYTES, Shape

QUEUES_FILE: Final = Path(__file__).parent / "data" / "queued_requests.csv"
"""How many requests published runs queued, by length: a queue that ends never fills the memory of many chips."""

INTERLEAVED: Final = {"mlperf": 6, "nemo": 6}
"""Virtual stages of a pipeline where a row says none: what these stacks ship with for GPT-3; others have 1."""

UNITS: Final = ("tokens/s/chip", "output tokens/s/chip", "TFLOP", "ms")
"""How the units begin that a figure can have."""

LONGEST: Final = 100_000_000
"""Tokens of a sequence that nothing reaches: a slip of the pen."""

PREFILLED: Final = 16384.0
"""Tokens of prompts that pass a chip together where a row says nothing: what most rows say."""

CONTEXT: Final = 2048.0
"""Length of prompts where a row says none."""


def question_of_row(row: Measured) -> Numbers:
    """The numbers of ROW.

    Raises:
        UnknownChip, BadWorkload: what the model cannot treat, and why.
    """
    shape, device = model_of(row.model), device_of(row.chip)
    layout = layout_of(row.layout, row.chips)
    faults = [*_faults_of_cells(row), *_faults_of_layout(row, shape, layout)]
    if faults:
        raise BadWorkload(fault("row {id}", id=row.id) if row.id else fault("the row"), faults)
    chips = row.chips or layout.tp * layout.pp * layout.cp * max(layout.dp, layout.attention_dp)
    if row.phase == "training":
        return _training(row, shape, device, layout, chips)
    return _inference(row, shape, device, layout, chips)


def _faults_of_cells(row: Measured) -> list[str]:
    faults: list[str] = [
        fault(NO_LENGTH, name=name)
        if math.isnan(value)
        else fault("{name} is {value} tokens; give 0 to {most}", name=name, value=f"{value:g}", most=f"{LONGEST:,}")
        for name, value in (("seq_len_or_in_len", row.in_len), ("out_len", row.out_len))
        if not 0 <= value <= LONGEST
    ]
    if row.precision not in BYTES:
        faults.append(_none_of("precision", row.precision, ", ".join(BYTES)))
    if row.phase in ("serving", "first_token", "decode") and not 0 < row.batch < math.inf:
        faults.append(fault("batch_or_concurrency names no number of sequences; give 1 or more"))
    if row.phase not in PHASES:
        faults.append(_none_of("kind", row.phase, KINDS))
    if not row.unit.startswith(UNITS):
        faults.append(_none_of("unit", row.unit, UNITS_SAID))
    if not row.chips and row.phase != "training":
        faults.append(
            fault("chips is not given, and no layout says how many; give 1 to {most}", most=f"{MOST_CHIPS:,}")
        )
    elif not 0 <= row.chips <= MOST_CHIPS:
        faults.append(fault("chips is {value}; give 1 to {most}", value=row.chips, most=f"{MOST_CHIPS:,}"))
    if row.phase in ("serving", "offline") and row.out_len == 0:
        faults.append(fault(NO_ANSWER))
    return faults


NO_LENGTH: Final = marked("{name} is no number of tokens; write it like 4096")
NO_ANSWER: Final = marked(
    "out_len is not given; how long answers are decides what a prefill adds to each token of them"
)
KINDS: Final = "train, prefill, decode, inference_server, inference_offline"
UNITS_SAID: Final = "tokens/s/chip, output tokens/s/chip, TFLOP/s/chip, ms ..."


def _none_of(column: str, value: str, known: str) -> FaultText:
    """What a cell says that is none of the words that are KNOWN, or that it says nothing."""
    if not value:
        return fault("{column} is not given; give one of {known}", column=column, known=known)
    return fault("{column} {value} is none of {known}", column=column, value=repr(value), known=known)


def _faults_of_layout(row: Measured, shape: Shape, layout: Layout) -> list[str]:
    """What cannot be of a layout that a row names."""
    faults: list[str] = []
    if shape.heads % layout.tp:
        faults.append(fault("tp{tp} does not divide the {heads} heads", tp=layout.tp, heads=shape.heads))
    if layout.pp > shape.layers:
        faults.append(fault("pp{pp} is more than the {layers} layers", pp=layout.pp, layers=shape.layers))
    needed = layout.tp * layout.pp * layout.cp
    if layout.said and row.chips and needed > row.chips:
        said = marked("the layout {layout} takes {needed} chips, and the row names {chips}")
        faults.append(fault(said, layout=repr(row.layout), needed=needed, chips=row.chips))
    return faults


def _training(row: Measured, shape: Shape, device: Device, layout: Layout, chips: int) -> Numbers:
    if not layout.said:
        layout = _guessed_layout(row, shape, device, chips)
    copies = layout.dp or max(chips // (layout.tp * layout.pp * layout.cp), 1)
    micro = row.accumulation or (row.batch / (copies * row.micro_batch) if row.batch else 8.0 * layout.pp)
    stages = layout.vp or min(INTERLEAVED.get(row.stack, 1), max(shape.layers // layout.pp, 1))
    lora, full = "LoRA" in row.note, "full recompute" in row.note
    selective = "selective recompute" in row.note
    return numbers_of(
        shape,
        device,
        replace(layout, vp=stages if layout.pp > 1 else 1),
        precision=row.precision,
        chips=chips,
        batch=row.batch,
        in_len=row.in_len or CONTEXT,
        micro_batches=max(micro, 1.0),
        forward_backward=(2.0 if lora else 3.0) + (1.0 if full else 0.0),
        attention_passes=4.0 if full or selective else 3.0,
    )


def _guessed_layout(row: Measured, shape: Shape, device: Device, chips: int) -> Layout:
    """Where a row says no layout: as many copies as its accumulation leaves, else as few chips as hold the model."""
    copies = chips
    if row.batch and row.accumulation:
        copies = max(round(row.batch / (row.accumulation * row.micro_batch)), 1)
    elif row.batch:
        copies = min(chips, int(row.batch))
    shared = max(chips // max(copies, 1), 1)
    state = shape.params_total * (2.0 if "LoRA" in row.note else 6.0)
    needed = math.ceil(state / (0.8e9 * device.memory_gb))
    shared = min(max(shared, 1 << max(needed - 1, 0).bit_length()), chips)
    tp = min(shared, 8)
    return Layout(tp=tp, pp=max(min(shared // tp, shape.layers), 1), said=False)


def _inference(row: Measured, shape: Shape, device: Device, layout: Layout, chips: int) -> Numbers:
    if not layout.said:
        layout = _guessed_serving(row, shape, device, chips)
    group = max(layout.tp * layout.attention_dp, layout.ep if layout.tp == 1 or layout.attention_dp > 1 else 1)
    if layout.attention_dp > 1:
        layout = replace(layout, attention_dp=min(layout.attention_dp, chips))
        group = layout.attention_dp
        layout = replace(layout, ep=group)
    replicas = max(chips // max(group * layout.pp, 1), 1)
    drafts, accepted = drafting_of(row.note)
    batch = row.batch
    if row.phase == "prefill" and not batch:
        batch = PREFILLED * chips / (row.in_len or CONTEXT)
    return numbers_of(
        shape,
        device,
        layout,
        precision=row.precision,
        chips=group * layout.pp,
        batch=batch / replicas,
        in_len=row.in_len or CONTEXT,
        out_len=max(row.out_len, 1.0),
        draft_tokens=drafts,
        accepted=accepted,
        queued=queued_requests(row) / replicas,
        kv_value_bytes=1.0 if row.stack in ("trtllm", "mlperf") and row.precision != "bf16" else 2.0,
    )


@cache
def _queues() -> Mapping[tuple[str, float, float], float]:
    with QUEUES_FILE.open(encoding="utf-8", newline="") as file:
        return {
            (row["stack"], float(row["in_len"]), float(row["out_len"])): float(row["requests"])
            for row in csv.DictReader(file)
        }


def queued_requests(row: Measured) -> float:
    """Requests that a run of ROW queued, as its publisher says; without end where nobody said."""
    return _queues().get((row.stack, row.in_len, row.out_len), math.inf)


def drafting_of(note: str) -> tuple[float, float]:
    """Draft tokens of a step and tokens that a step yields, from what a note says of multi-token prediction."""
    if "no MTP" in note or "MTP" not in note:
        return 0.0, 1.0
    import re

    length = re.search(r"accept(?:ed)? length about ([\d.]+)", note)
    rate = re.search(r"([\d.]+)\s*% acceptance", note)
    drafts = re.search(r"MTP (\d+)", note)
    count = float(drafts[1]) if drafts else 1.0
    if length:
        return count, float(length[1])
    return count, 1.0 + count * (float(rate[1]) / 100.0 if rate else 0.8)


def _guessed_serving(row: Measured, shape: Shape, device: Device, chips: int) -> Layout:
    """The fewest chips that hold the weights and as much again for the cache: a power of two, up to what is there."""
    needed = shape.weight_bytes(row.precision) / (0.9e9 * device.memory_gb) * 1.3
    tp = min(1 << max(math.ceil(needed) - 1, 0).bit_length(), chips)
    return Layout(tp=max(tp, 1), said=False)
