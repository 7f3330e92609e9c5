"""The calibration that ships: read from its file, ready to foresee rows."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from chipgate.workloads.calibration import Fitted, Rows, log_roofline, rows_of
from chipgate.workloads.effect_kinds import EFFECTS
from chipgate.workloads.effects import pooled, sample_of
from chipgate.workloads.measured import Measured, read_measured
from chipgate.workloads.phases import CONSTANTS

CONSTANTS_FILE: Final = Path(__file__).parent / "data" / "constants.json"


def fitted_json(made: Fitted, data: Rows) -> dict[str, Any]:
    """A calibrated phase as plain values: constants with range and state, sizes of effects, doubted rows."""
    kinds = CONSTANTS[made.phase]
    return {
        "constants": {
            one.name: {
                "value": float(f"{made.constants[one.name]:.6g}"),
                "low": one.low,
                "high": one.high,
                "state": made.identified[one.name],
                "meaning": one.meaning,
            }
            for one in kinds
        },
        "effect_sd": {
            effect.name: float(f"{sd:.4g}")
            for effect, sd in zip(made.pooled.effects, np.sqrt(made.variances), strict=True)
        },
        "noise_sd": float(f"{np.sqrt(made.noise):.4g}"),
        "spread": float(f"{made.spread:.4g}"),
        "spread_elsewhere": float(f"{made.spread_elsewhere:.4g}"),
        "rows": len(data.rows),
        "trust": {row.id: round(float(one), 3) for row, one in zip(data.rows, made.trust, strict=True)},
    }


def read_fitted(phase: str, stored: Mapping[str, Any], rows: tuple[Measured, ...]) -> Fitted:
    """A calibrated phase from its plain values and the rows it was made from."""
    effects = EFFECTS[phase]
    data = rows_of(phase, rows)
    constants = {name: one["value"] for name, one in stored["constants"].items()}
    variances = np.array([stored["effect_sd"][one.name] for one in effects]) ** 2
    trust = np.array([stored["trust"].get(row.id, 1.0) for row in data.rows])
    residuals = data.log_time - log_roofline(phase, data.numbers, constants)
    noise = stored["noise_sd"] ** 2
    made = pooled(effects, sample_of(data.rows, data.numbers, effects), residuals, variances, noise, trust)
    states = {name: one["state"] for name, one in stored["constants"].items()}
    return Fitted(phase, constants, variances, noise, trust, stored["spread"], stored["spread_elsewhere"], states, made)


@cache
def calibration() -> Mapping[str, Any]:
    """The file of constants as it ships."""
    stored: Mapping[str, Any] = json.loads(CONSTANTS_FILE.read_text("utf-8"))
    return stored


@cache
def bundled_rows() -> tuple[Measured, ...]:
    """The measured rows that ship."""
    return read_measured()


@cache
def shipped(phase: str) -> Fitted:
    """The calibrated PHASE that ships."""
    return read_fitted(phase, calibration()["phases"][phase], bundled_rows())
