"""How a model is spread over chips: the parallel layout, its parts, and whether it is legal."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from chipgate.translation.fault_text import fault
from chipgate.translation.language import marked
from chipgate.workloads.faults import BadWorkload
from chipgate.workloads.shape import Shape

_UNSAID: Final = ("", "-", "n/a", "na", "nan", "none", "unknown", "not said")
_PART: Final = re.compile(r"^(tp|pp|dp|ep|cp|vp|fsdp|dp-attention)(\d+|n/a)$", re.IGNORECASE)

ONE_CHIP: Final = marked("one chip")
"""The layout that spreads nothing, in words."""

MOST_CHIPS: Final = 10_000_000
"""More chips than were ever made of one kind."""

MOST_COPIES: Final = 2
"""So often all experts may stand there: servers copy those that are asked for most (EP320 for 256 experts)."""

_WIDEST: Final = 64
"""The widest tensor parallelism that is proposed."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Chips that share a layer (tp), a chain of layers (pp), experts (ep), a sequence (cp), and copies (dp).

    ``vp`` are the virtual stages of an interleaved pipeline, 0 where nobody said. ``fsdp`` shards weights over the
    copies. ``attention_dp`` are copies of the attention within the group that shares the experts.
    """

    tp: int = 1
    pp: int = 1
    dp: int = 0
    ep: int = 1
    cp: int = 1
    vp: int = 0
    fsdp: bool = False
    attention_dp: int = 1
    said: bool = True


NO_PART: Final = marked("{word} is no part of a layout; write parts like tp8, pp2, ep16")
NO_PART_BUT_BEST: Final = marked(
    "{word} is no part of a layout; write parts like tp8, pp2, ep16; best_parallelism searches one"
)


TWICE: Final = marked("{one} and {other}: a layout names each part once")


def layout_of(text: str, chips: int = 0) -> Layout:
    """The layout that TEXT writes, such as ``TP4 PP8 CP2`` or ``ep16``; nothing said is one chip after another.

    Raises:
        BadWorkload: a part that is none of tp, pp, dp, ep, cp, vp, fsdp, dp-attention with a number.
    """
    parts: dict[str, int] = {}
    faults: list[str] = []
    for word in re.split(r"[\s,+]+", "" if text.strip().lower() in _UNSAID else text.strip()):
        found = _PART.match(word) if word else None
        if found and found[2] != "n/a":
            name, count = found[1].lower(), int(found[2])
            if parts.setdefault(name, count) != count:
                faults.append(fault(TWICE, one=f"{name}{parts[name]}", other=f"{name}{count}"))
        elif word and not found:
            faults.append(fault(NO_PART_BUT_BEST if word == "best" else NO_PART, word=repr(word)))
    least = marked("{part}: a layout has 1 or more")
    faults += [fault(least, part=f"{name}{count}") for name, count in parts.items() if count < 1]
    if faults:
        raise BadWorkload(fault("layout"), faults)
    sharded = parts.pop("fsdp", 0)
    attention_dp = parts.pop("dp-attention", 0)
    tp, ep = parts.get("tp", 0), parts.get("ep", 1)
    if not tp and not sharded and ep > 1 and not attention_dp:
        attention_dp = min(parts.get("dp", ep), chips or ep)  # experts are spread, the attention is copied
    return Layout(
        tp=tp or 1,
        pp=parts.get("pp", 1),
        dp=sharded or parts.get("dp", 0),
        ep=ep,
        cp=parts.get("cp", 1),
        vp=parts.get("vp", 0),
        fsdp=bool(sharded),
        attention_dp=attention_dp or 1,
        said=text.strip().lower() not in _UNSAID,
    )


def faults_of(layout: Layout, shape: Shape) -> list[str]:
    """What a model cannot do under a layout, each with the fix; empty where it is legal."""
    faults: list[str] = []
    chips = layout.tp * layout.pp * layout.cp * max(layout.dp, layout.attention_dp)
    if chips > MOST_CHIPS:
        faults.append(
            fault(
                "the layout takes {chips} chips; give one of {most} or fewer",
                chips=f"{chips:,}",
                most=f"{MOST_CHIPS:,}",
            )
        )
    if shape.heads % layout.tp:
        faults.append(
            fault(
                "tp{tp} does not divide the {heads} heads; use {divisors}",
                tp=layout.tp,
                heads=shape.heads,
                divisors=_divisors(shape.heads),
            )
        )
    elif shape.attention == "GQA" and shape.kv_heads % layout.tp and layout.tp % shape.kv_heads:
        faults.append(
            fault(
                "tp{tp} and {heads} key heads do not divide; use {divisors}",
                tp=layout.tp,
                heads=shape.kv_heads,
                divisors=_divisors(shape.kv_heads),
            )
        )
    if layout.pp > shape.layers:
        faults.append(
            fault("pp{pp} is more than the {layers} layers; use {layers} or fewer", pp=layout.pp, layers=shape.layers)
        )
    elif layout.pp * layout.vp > shape.layers:
        most = shape.layers // layout.pp
        faults.append(
            fault(
                "pp{pp} vp{vp} is more than the {layers} layers; use vp{most} or fewer",
                pp=layout.pp,
                vp=layout.vp,
                layers=shape.layers,
                most=most,
            )
        )
    if layout.ep > 1 and not shape.experts_total:
        faults.append(fault("{model} has no experts; leave ep out", model=shape.name))
    elif layout.ep > MOST_COPIES * max(shape.experts_total, 1):
        faults.append(
            fault(
                "ep{ep} is far more than the {experts} experts; use that many or fewer",
                ep=layout.ep,
                experts=shape.experts_total,
            )
        )
    return faults


def _divisors(count: int) -> str:
    numbers = (str(one) for one in range(1, min(count, _WIDEST) + 1) if count % one == 0)
    return fault("tp of {numbers}", numbers=", ".join(numbers))
