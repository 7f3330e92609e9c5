"""Without NumPy chipgate says which extra brings it."""

from __future__ import annotations

import subprocess
import sys

import pytest

ASKED = (
    "cg.deliver('H100', 'llama-3.1-8b')",
    "cg.best_parallelism('H100', 'llama-3.1-8b', chips=2)",
    "cg.training_run(chip='H100', model='llama-3.1-8b', tokens=1e9, count=8)",
    "cg.speed_of(device_of('H100'), 'llama-3.1-8b')",
)


@pytest.mark.parametrize("asked", ASKED)
def test_the_extra_is_named(asked: str) -> None:
    program = (
        "import sys; sys.modules['numpy'] = None; sys.modules['scipy'] = None\n"
        "import chipgate as cg\nfrom chipgate.workloads.device import device_of\n"
        "from chipgate.workloads.faults import MissingExtra\n"
        f"try:\n    {asked}\nexcept MissingExtra as lacks:\n    print(lacks)\n"
    )
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "numpy is not installed; it comes with the extra: pip install 'chipgate[workloads]'"
