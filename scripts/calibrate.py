"""Fit the constants of every phase to measured rows: `make calibrate` writes workloads/data/constants.json."""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

from chipgate.workloads.calibration import fit, rows_of
from chipgate.workloads.cross_validation import with_spread
from chipgate.workloads.fitted import CONSTANTS_FILE, fitted_json
from chipgate.workloads.measured import MEASUREMENTS_FILE, read_measured
from chipgate.workloads.phases import CONSTANTS


def main() -> None:
    """Read, fit each phase, write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=Path, default=MEASUREMENTS_FILE, help="measured rows, in the columns of ours")
    asked.add_argument("-o", "--output", type=Path, default=CONSTANTS_FILE)
    given = asked.parse_args()
    rows = read_measured(given.rows)
    phases = {}
    for phase in CONSTANTS:
        data = rows_of(phase, rows)
        made = with_spread(fit(data), data)
        phases[phase] = fitted_json(made, data)
        print(f"{phase}: {len(data.rows)} rows", {name: f"{value:.4g}" for name, value in made.constants.items()})
    written = {
        "made_by": "make calibrate",
        "rows": given.rows.name,
        "rows_sha256": hashlib.sha256(given.rows.read_bytes()).hexdigest(),
        "phases": phases,
    }
    given.output.write_text(json.dumps(written, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
