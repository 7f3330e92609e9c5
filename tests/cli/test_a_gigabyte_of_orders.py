"""A book of one gigabyte, a million orders: `make test ARGS="-m slow -rP"` runs it and prints time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .big_books import write_csv

GIGABYTE = 10**9
MOST_MIB = 400

RUN = """
import resource, sys
from chipgate.cli.main import main
try:
    main(sys.argv[1:])
finally:
    sys.stderr.write(str(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
"""


@pytest.mark.slow
def test_a_gigabyte_is_judged_in_bounded_memory(tmp_path: Path) -> None:
    orders = write_csv(tmp_path / "orders.csv", size_bytes=GIGABYTE, note_length=900, every_tenth_bad=True)
    arguments = ("check", "orders.csv", "--assume", "ordinary", "-o", "out.csv", "--format", "json")
    began = time.monotonic()
    done = subprocess.run([sys.executable, "-c", RUN, *arguments], cwd=tmp_path, capture_output=True)
    seconds = time.monotonic() - began
    told = json.loads(done.stdout)
    rows, peak_mib = told["judged"] + told["rejected_rows"], int(done.stderr) / 1024
    size = orders.stat().st_size
    sys.stdout.write(f"{size:,} bytes, {rows:,} orders: {seconds:,.0f} s, {peak_mib:,.0f} MiB at most\n")
    assert done.returncode == 3
    assert sum(told["outcomes"].values()) == told["judged"] == 9 * told["rejected_rows"]
    assert peak_mib < MOST_MIB
