"""A question that was checked: a chip, a model, a phase, a layout and a load, with what was assumed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from chipgate.translation.fault_text import fault
from chipgate.workloads import assumed
from chipgate.workloads.assumed import Assumed
from chipgate.workloads.device import LINK, Device
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.layout import Layout, faults_of, layout_of
from chipgate.workloads.shape import BYTES, RECOMPUTE, Shape
from chipgate.workloads.software import software_faults, spelt

PHASES: Final = ("training", "prefill", "decode", "serving")
CACHES: Final = ("bf16", "fp8", "int8", "fp4", "int4")
MOST_SEQUENCES: Final = 100_000_000
"""Sequences at once that nothing reaches: a slip of the pen."""

OUTPUT: Final = 1024.0
"""Output tokens of a request where only the features of a load ask for some."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question.

    ``batch`` are sequences at once on each copy of the attention (in training: of one step and copy), ``context``
    tokens of each, ``output`` those that a served request is answered with. Of ``drafts`` tokens ahead the share
    ``acceptance`` is taken. ``recompute`` is empty until the memory has been looked at. ``software`` is a stack
    of measured rows, empty where nobody named one.
    """

    device: Device
    shape: Shape
    phase: str
    layout: Layout
    parallel: str
    batch: float
    context: float
    output: float = 0.0
    precision: str = "bf16"
    kv_precision: str = "bf16"
    drafts: int = 0
    acceptance: float = 0.0
    lora: bool = False
    recompute: str = ""
    software: str = ""
    assumed: tuple[Assumed, ...] = ()

    @property
    def trains(self) -> bool:
        """Whether it is training."""
        return self.phase == "training"

    @property
    def copies(self) -> int:
        """Copies of the model in training, of the attention elsewhere."""
        return max(self.layout.dp, 1) if self.trains else self.layout.attention_dp

    @property
    def chips(self) -> int:
        """Chips of all copies in training, of one group that shares the experts elsewhere."""
        one = self.layout
        return one.tp * one.pp * one.cp * self.copies

    @property
    def accepted(self) -> float:
        """Tokens that a step yields for each sequence."""
        return 1.0 + self.drafts * self.acceptance

    @property
    def fitted(self) -> str:
        """The calibration that speaks of it: large groups that only decode were measured apart from served requests."""
        if self.phase == "decode":
            return "decode" if self.layout.ep > 1 or self.layout.attention_dp > 1 else "serving"
        return self.phase


def asked_of(
    device: Device,
    shape: Shape,
    phase: str,
    parallel: str,
    *,
    batch: float,
    context: float,
    output: float = 0.0,
    precision: str = "",
    kv_precision: str = "",
    drafts: int = 0,
    acceptance: float | None = None,
    lora: bool = False,
    recompute: str = "",
    software: str = "",
) -> Asked:
    """The question, with what nobody said filled in and named.

    Raises:
        BadWorkload: what cannot be meant; lists every fault, each with the fix.
    """
    precision, kv_precision, software = precision.lower(), kv_precision.lower(), spelt(software)
    faults = _faults(shape, phase, batch, context, output) + _option_faults(
        phase, kv_precision, drafts, acceptance, lora, recompute
    )
    faults += software_faults(software)
    try:
        layout = layout_of(parallel)
    except BadWorkload as wrong:
        raise BadWorkload(shape.name, [*wrong.faults, *faults]) from wrong
    layout = layout if phase == "training" else _served(layout, faults)
    faults += faults_of(layout, shape)
    chosen, said = _precision(device, phase, precision)
    faults += precision_faults(device, phase, chosen)
    if faults:
        raise BadWorkload(shape.name, faults)
    if phase != "training" and not kv_precision:
        said = (*said, Assumed("kv_precision", "bf16", assumed.KV_PRECISION))
    return Asked(
        device=device,
        shape=shape,
        phase=phase,
        layout=layout,
        parallel=parallel.strip(),
        batch=batch,
        context=context,
        output=output,
        precision=chosen,
        kv_precision=kv_precision or "bf16",
        drafts=drafts,
        acceptance=acceptance or 0.0,
        lora=lora,
        recompute=recompute,
        software=software,
        assumed=(
            *of_device(device),
            *_of_figures(device, chosen, layout),
            *said,
            *_of_shape(shape),
            *of_layout(layout),
        ),
    )


def _served(layout: Layout, faults: list[str]) -> Layout:
    """A layout for inference: experts over more chips than share a layer mean copies of the attention."""
    if layout.fsdp:
        faults.append(fault("fsdp shards weights in training; leave it out here"))
    if layout.cp > 1 or layout.vp > 1:
        faults.append(fault("cp and vp are for training; leave them out here"))
    copies = layout.attention_dp
    if layout.ep > layout.tp * copies:
        if layout.ep % layout.tp:
            faults.append(
                fault(
                    "ep{ep} is no multiple of tp{tp}; use ep{right}",
                    ep=layout.ep,
                    tp=layout.tp,
                    right=layout.tp * (layout.ep // layout.tp),
                )
            )
        copies = max(layout.ep // layout.tp, 1)
    if layout.dp > 1 and layout.dp != copies:
        faults.append(
            fault("dp{dp}: copies that share nothing serve alike, and figures are a chip's; leave dp out", dp=layout.dp)
        )
    return replace(layout, attention_dp=copies, ep=max(layout.ep, copies))


def _faults(shape: Shape, phase: str, batch: float, context: float, output: float) -> list[str]:
    faults: list[str] = []
    if phase not in PHASES:
        faults.append(fault("phase {phase} is none of {known}", phase=repr(phase), known=", ".join(PHASES)))
    faults += batch_faults(batch)
    if not 1 <= context < float("inf"):
        faults.append(fault("context is {context}; give 1 token or more", context=f"{context:g}"))
    elif shape.context_max and context + output > shape.context_max:
        faults.append(
            fault(
                "context {context} is longer than the {context_max} tokens of {model}; give fewer",
                context=f"{context + output:g}",
                context_max=shape.context_max,
                model=shape.name,
            )
        )
    if phase == "serving" and not output >= 1:
        faults.append(fault("serving answers requests; give --output-tokens, those of an answer"))
    if phase != "serving" and output:
        faults.append(fault("output tokens belong to serving, and the phase is {phase}; leave them out", phase=phase))
    return faults


def batch_faults(batch: float) -> list[str]:
    """What is wrong with a number of sequences, with the fix."""
    if not batch >= 1:
        return [fault("batch is {batch}; give 1 sequence or more", batch=f"{batch:g}")]
    return (
        [fault("batch is {batch}; give {most} sequences or fewer", batch=f"{batch:g}", most=f"{MOST_SEQUENCES:,}")]
        if batch > MOST_SEQUENCES
        else []
    )


def _option_faults(
    phase: str, kv_precision: str, drafts: int, acceptance: float | None, lora: bool, recompute: str
) -> list[str]:
    faults: list[str] = []
    if phase == "training":
        if kv_precision:
            faults.append(fault("training keeps no cache; leave --kv-precision out"))
        if recompute and recompute not in RECOMPUTE:
            faults.append(
                fault("recompute {recompute} is none of {known}", recompute=repr(recompute), known=", ".join(RECOMPUTE))
            )
    elif lora or recompute:
        faults.append(
            fault("--lora and --recompute belong to training, and the phase is {phase}; leave them out", phase=phase)
        )
    if kv_precision and kv_precision not in CACHES:
        faults.append(
            fault(
                "kv precision {kv_precision} is none of {known}",
                kv_precision=repr(kv_precision),
                known=", ".join(CACHES),
            )
        )
    return faults + _draft_faults(phase, drafts, acceptance)


def _draft_faults(phase: str, drafts: int, acceptance: float | None) -> list[str]:
    if drafts < 0:
        return [fault("mtp is {drafts}; give 0 draft tokens or more", drafts=drafts)]
    if drafts and phase not in ("decode", "serving"):
        return [fault("--mtp belongs to decode and serving, and the phase is {phase}; leave it out", phase=phase)]
    if drafts and acceptance is None:
        return [fault("--mtp needs --accepted, the share of the draft tokens that are taken, like 0.85 for one draft")]
    if acceptance is not None and not 0 <= acceptance <= 1:
        return [fault("accepted is {acceptance}; it is a share, 0 to 1", acceptance=f"{acceptance:g}")]
    return (
        [fault("--accepted needs --mtp, the number of draft tokens")] if acceptance is not None and not drafts else []
    )


def _precision(device: Device, phase: str, precision: str) -> tuple[str, tuple[Assumed, ...]]:
    """The precision of products, and that it was assumed: 8 bits where the chip has them; training knows no int8."""
    if precision:
        return ("bf16" if precision == "fp16" else precision), ()
    found = next((one for one in _DEFAULTS[phase == "training"] if one in device.peak_tops), "bf16")
    return found, (Assumed("precision", found, assumed.PRECISION),)


_DEFAULTS: Final[Mapping[bool, tuple[str, ...]]] = {True: ("fp8",), False: ("fp8", "int8")}


def precision_faults(device: Device, phase: str, precision: str) -> list[str]:
    """What keeps DEVICE from PRECISION, with the fix."""
    if precision not in BYTES:
        return [fault("precision {precision} is none of bf16, fp8, int8, fp4, int4", precision=repr(precision))]
    if phase == "training" and precision.startswith("int"):
        return [fault("training at {precision} is not modelled; give bf16 or fp8", precision=precision)]
    try:
        device.compute_precision(precision)
    except BadWorkload as wrong:
        return [fault("{name} {one}", name=device.name, one=one) for one in wrong.faults]
    return []


def of_device(device: Device) -> tuple[Assumed, ...]:
    """What was assumed of a chip and of the system around it."""
    named = tuple(Assumed(one, float(getattr(device, one)), assumed.of_system(one)) for one in device.assumed)
    printed = (Assumed("system", device.system, assumed.of_system("printed")),) if device.system else ()
    return (*named, *printed)


def _of_figures(device: Device, precision: str, layout: Layout) -> tuple[Assumed, ...]:
    """What is said of the figures of a chip that this work leans on, where they are recalled or disputed."""
    wanted = {"bf16", device.compute_precision(precision), "memory_gb", "memory_bandwidth_gb_s"}
    wanted |= {LINK} if max(layout.tp, layout.pp, layout.cp, layout.ep, layout.dp, layout.attention_dp) > 1 else set()
    return tuple(
        Assumed(one.name, f"{one.name} {one.readings}", assumed.DISPUTED if one.is_disputed else assumed.RECALLED)
        for one in device.doubtful
        if one.used_as in wanted
    )


def of_layout(layout: Layout) -> tuple[Assumed, ...]:
    """What the roofline leaves out of a layout."""
    return (Assumed("cp", float(layout.cp), assumed.EXCHANGE),) if layout.cp > 1 else ()


def _of_shape(shape: Shape) -> tuple[Assumed, ...]:
    """What the shape of a model simplifies."""
    sparse = "sparse attention" in shape.note
    linear = shape.full_attention_share < 1 and not shape.sliding_window
    told = ((sparse, assumed.INDEXED), (linear, assumed.LINEAR))
    return tuple(Assumed("attention", shape.name, sentence) for holds, sentence in told if holds)
