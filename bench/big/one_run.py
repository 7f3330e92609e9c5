"""One run of one rival in a process of its own: `python -m bench.big.one_run NAME PATH [OUT]` prints its seconds."""

from __future__ import annotations

import importlib
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from time import perf_counter, process_time

from bench.big.rivals import RIVALS


def main(name: str, path: str, out: str | None = None) -> None:
    """Run the rival called NAME over PATH, and say what it took."""
    module_name, _, function = RIVALS[name].call.partition(":")
    module = importlib.import_module(module_name)
    start = perf_counter()
    getattr(module, f"prepare_{function}", getattr(module, "prepare", lambda: None))()
    ready, worked = perf_counter(), process_time()
    histogram = getattr(module, function)(Path(path), None if out is None else Path(out))
    taken = {"prepare_s": ready - start, "seconds": perf_counter() - ready, "processor_s": process_time() - worked}
    counts = None if out else sorted(map(list, histogram), key=lambda line: -line[-1])
    print(json.dumps({**taken, "children_peak_mb": _children_peak_mb(), "histogram": counts}))


def _children_peak_mb() -> float:
    """The peak memory of the processes that the rival started and that still run (the Java of Spark), in MB."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # a process may end while it is looked at
            lines = (folder / "status").read_text(encoding="utf-8").splitlines()
            found[int(folder.name)] = {name: value for name, _, value in (line.partition(":\t") for line in lines)}
    ours = {os.getpid()}
    for number in sorted(found):  # a child has a higher number than its parent, but where numbers begin anew
        if int(found[number].get("PPid", 0)) in ours:
            ours.add(number)
    return sum(int(found[number].get("VmHWM", "0").split()[0]) for number in ours - {os.getpid()}) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
