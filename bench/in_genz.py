"""Questions put to GenZ, in a Python that has it: JSON questions on standard input, JSON answers on standard output.

GenZ (genz-llm) is an analytical model of inference. It wants its own environment (`make bench-big` makes .venv-bench),
so that this file imports nothing of ours. An answer is the milliseconds of a step or of a prefill, and the seconds that
GenZ took to say so; or the fault.
"""

from __future__ import annotations

import io
import json
import sys
import warnings
from contextlib import redirect_stdout
from time import perf_counter
from typing import Any


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """One question: a ``kind`` (decode or prefill), a ``model``, a ``system``, ``bits`` and a load."""
    from GenZ import decode_moddeling, prefill_moddeling
    from GenZ.Models import ModelConfig

    given = dict(question)
    kind, model, system = given.pop("kind"), ModelConfig(**given.pop("model")), given.pop("system")
    started = perf_counter()
    try:
        with redirect_stdout(io.StringIO()):  # GenZ prints remarks
            if kind == "decode":
                found = decode_moddeling(model=model, system_name=system, Bb=1, **given)
            else:
                found = prefill_moddeling(model=model, system_name=system, **given)
    except Exception as fault:  # whatever it is, it is GenZ's answer to the question
        return {"fault": f"{type(fault).__name__}: {str(fault).splitlines()[0] if str(fault) else ''}"}
    return {"ms": float(found["Latency"]), "seconds": perf_counter() - started}


def main() -> None:
    """Answer a list of questions."""
    warnings.simplefilter("ignore")
    json.dump([answer(one) for one in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
