"""Chips that exist nowhere, as sets of numbers."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from chipgate.workloads.device import Device

PLAIN = Device(
    name="a design",
    peak_tops={"bf16": 1000.0, "fp8": 2000.0, "int8": 2000.0},
    memory_gb=100.0,
    memory_bandwidth_gb_s=4000.0,
    scale_up_gb_s=450.0,
    scale_up_domain=8.0,
    scale_out_gb_s=50.0,
    matmul_share=0.8,
    power_w=700.0,
)

LEVERS = ("flops", "memory_bandwidth_gb_s", "scale_up_gb_s", "scale_out_gb_s", "memory_gb", "matmul_share")


def raised(device: Device, lever: str, factor: float) -> Device:
    """DEVICE with one number FACTOR times as high."""
    if lever == "flops":
        return replace(device, peak_tops={form: rate * factor for form, rate in device.peak_tops.items()})
    value = getattr(device, lever) * factor
    return replace(device, **{lever: min(value, 1.0) if lever == "matmul_share" else value})


@st.composite
def devices(draw: st.DrawFn) -> Device:
    """Any chip, from a phone's to one that does not exist yet."""
    rate = draw(st.floats(1.0, 1e5))
    out = draw(st.floats(1.0, 500.0))
    return replace(
        PLAIN,
        peak_tops={"bf16": rate, "fp8": rate * draw(st.sampled_from((1.0, 2.0)))},
        memory_gb=draw(st.floats(8.0, 2000.0)),
        memory_bandwidth_gb_s=draw(st.floats(100.0, 1e5)),
        scale_up_gb_s=draw(st.floats(0.0, 5000.0)),
        scale_up_domain=float(draw(st.sampled_from((1, 2, 8, 72, 384)))),
        scale_out_gb_s=out,
        matmul_share=draw(st.floats(0.3, 1.0)),
    )
