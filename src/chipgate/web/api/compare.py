"""`POST /api/compare`: the law and a reform of it; what differs in the law, and which chips move."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from chipgate.cases.compare import comparison, question_of
from chipgate.cases.days import day_of
from chipgate.errors import BadReform
from chipgate.law.provision import Clock
from chipgate.law.reform import Reform
from chipgate.law.reform_file import KEYS, reform_of, reform_of_table
from chipgate.law.trade.corpus import trade_corpus
from chipgate.translation.fault_text import fault
from chipgate.web.api.forms import answers, ref
from chipgate.web.problems import Problem

router = APIRouter(prefix="/api", tags=["compare"])

NAME: Final = "reform"
_LIKE: Final[dict[str, Any]] = {
    "reform": {"name": "A lower limit", "limits": {"us/ear/3A090.b.1#tpp": 2000}},
    "on": "2026-09-24",
    "to": ["CN"],
}


class Comparing(BaseModel):
    """What is compared with the law as it is: a reform, as an object or as the text of a TOML file."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": _LIKE})

    reform: dict[str, Any] | None = Field(None, description=f"with the words of a reform file: {', '.join(KEYS)}")
    toml: str | None = Field(None, max_length=500_000, description="the text of a reform file")
    on: str | None = Field(
        None, max_length=40, description="the day; today where none is given", examples=["2026-09-24"]
    )
    to: list[Annotated[str, Field(max_length=100)]] = Field(
        ["CN"], min_length=1, max_length=20, description="destinations of the chips"
    )
    clock: Clock = Field(Clock.AS_ENFORCED, description="by what is enforced, or by the text in force")
    assume: Literal["nothing", "ordinary"] = Field("ordinary", description="what nobody spoke of")
    lang: Literal["en", "zh"] = Field("en", description="language of the sentences")


@router.post(
    "/compare",
    summary="The law and a reform of it",
    responses=answers(ref("Comparison"), 400, 401, 403, 413, 422),
)
def compare(asked: Comparing) -> JSONResponse:
    """What differs in the law, and which chips of the catalogue move (`chipgate/compare/1`).

    A number of the reform may be a text, so that none is rounded: `"5.92"`. Orders are compared by `chipgate compare`.
    """
    question = question_of(
        "law",
        _reform(asked),
        on=day_of(asked.on) if asked.on and asked.on.strip() else date.today(),
        clock=asked.clock,
        assume=asked.assume,
        to=asked.to,
    )
    return JSONResponse(comparison(question).json(asked.lang))


def _reform(asked: Comparing) -> Reform:
    """The reform that is compared.

    Raises:
        BadReform: it has faults; the message lists every one of them.
        Problem: none is given, or two.
    """
    if (asked.reform is None) == (asked.toml is None):
        raise Problem(422, fault("give the reform once: as an object under `reform`, or as a text under `toml`"))
    try:
        if asked.toml is not None:
            return reform_of(asked.toml, NAME, trade_corpus())
        return reform_of_table(_as_written(asked.reform), NAME, trade_corpus())
    except RecursionError as deep:
        raise BadReform(fault("reform: conditions stand too deep inside one another; write them flatter")) from deep


def _as_written(value: Any) -> Any:
    """VALUE as a TOML file would hold it: a float as the shortest decimal that prints it."""
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, dict):
        return {name: _as_written(one) for name, one in value.items()}
    return [_as_written(one) for one in value] if isinstance(value, list) else value
