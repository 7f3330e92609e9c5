"""One run of one rival in a process of its own: `python -m bench.big.one_run NAME PATH [OUT]` prints its seconds."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from time import perf_counter

from bench.big.rivals import RIVALS


def main(name: str, path: str, out: str | None = None) -> None:
    """Run the rival called NAME over PATH, and say what it took."""
    module_name, _, function = RIVALS[name].call.partition(":")
    module = importlib.import_module(module_name)
    start = perf_counter()
    getattr(module, "prepare", lambda: None)()
    ready = perf_counter()
    histogram = getattr(module, function)(Path(path), None if out is None else Path(out))
    taken = {"prepare_s": ready - start, "seconds": perf_counter() - ready}
    counts = None if out else sorted(map(list, histogram), key=lambda line: -line[-1])
    print(json.dumps({**taken, "histogram": counts}))


if __name__ == "__main__":
    main(*sys.argv[1:])
