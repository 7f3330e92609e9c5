"""The models that come with chipgate, by name, each with its source."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from chipgate.chips.names import fold
from chipgate.workloads.faults import UnknownModel
from chipgate.workloads.shape import SHAPE_FIELDS, Shape

MODELS_FILE: Final = Path(__file__).parent / "data" / "models.csv"
_TEXTS: Final = ("name", "attention", "source", "note")
_SAME_SHAPE: Final = {"deepseekr1": "deepseekv3", "kimik25": "kimik2", "kimik2thinking": "kimik2", "dsv3": "deepseekv3"}
"""Other names of a shape: models that were trained further without a change of it."""


@cache
def bundled_models() -> Mapping[str, Shape]:
    """Every bundled shape by its printed name."""
    with MODELS_FILE.open(encoding="utf-8", newline="") as file:
        shapes = [shape_of_row(row) for row in csv.DictReader(file)]
    return {shape.name: shape for shape in shapes}


def shape_of_row(row: Mapping[str, str]) -> Shape:
    """A shape from a row of models.csv; an empty cell is the default of the field."""
    given = {name: _value(name, row[name]) for name in SHAPE_FIELDS if row.get(name)}
    return Shape(**given)


def _value(name: str, text: str) -> Any:
    if name in _TEXTS:
        return text
    if name == "tied_embeddings":
        return text == "1"
    return float(text) if name == "full_attention_share" else int(text)


def model_of(name: str | Path) -> Shape:
    """The shape that NAME means: a bundled name in any spelling, or the path of a Hugging Face config.json.

    A folder stands for the config.json in it. A ``Path`` is never taken for a name; a text with a slash is a path where
    there is one, and else the name that Hugging Face has for a model, like meta-llama/Llama-3.1-8B.

    Raises:
        UnknownModel: nothing has that name; the message gives the nearest.
        BadWorkload: a file that is no configuration of a model that is understood.
    """
    known = bundled_model(name) if isinstance(name, str) else None
    if known:
        return known
    path = Path(name)
    if isinstance(name, Path) or path.suffix == ".json" or ("/" in name and (name[0] in "./~" or path.exists())):
        from chipgate.workloads.hugging_face import read_config

        return read_config(path / "config.json" if path.is_dir() else path)
    raise UnknownModel(name.rpartition("/")[2] or name, tuple(bundled_models()))


def bundled_model(name: str) -> Shape | None:
    """The bundled shape of NAME in any spelling, also with its owner before it; None where there is none."""
    known = {fold(one): shape for one, shape in bundled_models().items()}
    owner, _, own = name.rpartition("/")
    if owner and (owner.count("/") or owner.startswith((".", "~")) or Path(name).exists()):
        return None
    key = fold(own).removesuffix("instruct")
    return known.get(_SAME_SHAPE.get(key, key))
