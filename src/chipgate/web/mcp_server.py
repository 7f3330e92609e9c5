"""The MCP server: read-only tools over stdio, whose answers carry vintage, coverage and what is unknown.

The tools ask the same functions as the command line. Nothing is kept between calls, and nothing is sent anywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from typing import Annotated, Any, Final, Literal, ParamSpec

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import ToolAnnotations
from pydantic import Field

from chipgate.errors import ChipgateError
from chipgate.law.provision import Clock
from chipgate.web import mcp_answers
from chipgate.web.mcp_answers import Answer

INSTRUCTIONS: Final = (
    "chipgate reads the export controls of the United States on AI chips, and the duties and counter-measures of the "
    "United States and China, as they stood on a day. An outcome `undetermined` means that a fact is missing: ask for "
    "the facts under `unknowns`, and never guess them. Say the vintage and what is not modelled beside every answer. "
    "chipgate informs; it is not legal advice."
)
READ_ONLY: Final = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)

P = ParamSpec("P")
Name = Annotated[str, Field(min_length=1, max_length=200)]
Day = Annotated[str, Field(max_length=40, description="A day in ISO form, like 2026-03-01.")]
Facts = Annotated[
    dict[Annotated[str, Field(max_length=200)], Annotated[str, Field(max_length=500)] | bool | int | float],
    Field(max_length=200, description="Further facts by name, as `chipgate facts` lists them, like end_user_hq."),
]
ClockName = Annotated[
    Literal["as_enforced", "on_the_books"], Field(description="By what is enforced, or by the text in force.")
]
ChipName = Annotated[str, Field(max_length=200, description="Name of a chip of the catalogue, like H200.")]
Country = Annotated[str, Field(max_length=100, description="A country: ISO code, or its name.")]
Assume = Annotated[
    Literal["nothing", "ordinary"],
    Field(description="`ordinary` fills what nobody spoke of (no listed party, no restricted end use)."),
]
WithTrace = Annotated[bool, Field(description="With every provision that was read, line by line.")]
Lang = Annotated[Literal["en", "zh"], Field(description="Language of the answer.")]


def _refusing(tool: Callable[P, Answer]) -> Callable[P, Answer]:
    """TOOL with our errors as answers that a model can read: what was wrong, where, and what to do."""

    @wraps(tool)
    def refusing(*args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            return tool(*args, **kwargs)
        except ChipgateError as wrong:
            raise ToolError(str(wrong)) from wrong

    return refusing


def check_order(
    chip: ChipName | None = None,
    to: Country | None = None,
    on: Day | None = None,
    facts: Facts | None = None,
    assume: Assume = "nothing",
    clock: ClockName = "as_enforced",
    language: Lang = "en",
    trace: WithTrace = False,
) -> Answer:
    """May this shipment go there, that day, and why: outcome, deciding provision, reason, and the missing facts."""
    order = {"chip": chip, "to": to, "on": on}
    return mcp_answers.order_answer(order, facts or {}, assume, Clock(clock), language, trace)


def explain_provision(
    provision: Annotated[Name, Field(description="Id of a provision, like 3A090.a or us/ear/742.6(a)(6)(iii).")],
    on: Day | None = None,
    language: Lang = "en",
) -> Answer:
    """A provision as it stood on a day: its sentence, limits, citation, source, whether it counts, and its history."""
    return mcp_answers.provision_answer(provision, on, language)


def chip_worksheet(
    chip: Annotated[Name, Field(description="Name of a chip of the catalogue, like H20.")], language: Lang = "en"
) -> Answer:
    """TPP and performance density of a chip worked out line by line, and its datasheet with sources and marks."""
    return mcp_answers.chip_answer(chip, language)


def duty_of_good(
    to: Annotated[Name, Field(description="Country of import: US or CN.")],
    on: Day,
    hts: Annotated[str | None, Field(max_length=40, description="Tariff code, like 8473.30.1180.")] = None,
    origin: Country | None = None,
    chip: ChipName | None = None,
    value: Annotated[
        float | None, Field(ge=0, allow_inf_nan=False, description="Price without international freight and insurance.")
    ] = None,
    currency: Annotated[str, Field(max_length=10)] = "USD",
    facts: Facts | None = None,
    clock: ClockName = "as_enforced",
    language: Lang = "en",
) -> Answer:
    """What a good pays at the border of the United States or China, layer by layer; a range where it is open."""
    cells = {"hts": hts, "origin": origin, "destination_iso2": to, "chip": chip}
    rest = {"as_of": on, "value": value, "currency": currency}
    return mcp_answers.duty_answer(cells, rest, facts or {}, Clock(clock), language)


def coverage(language: Lang = "en") -> Answer:
    """What chipgate models, what it models in part, and what it does not model; say it beside every answer."""
    return mcp_answers.coverage_answer(language)


TOOLS: Final[tuple[Callable[..., Answer], ...]] = (
    check_order,
    explain_provision,
    chip_worksheet,
    duty_of_good,
    coverage,
)


def make_server() -> MCPServer[Any]:
    """The server with its tools; nothing runs yet."""
    server: MCPServer[Any] = MCPServer(
        "chipgate", instructions=INSTRUCTIONS, version=version("chipgate"), log_level="WARNING"
    )
    for tool in TOOLS:
        server.add_tool(_refusing(tool), annotations=READ_ONLY, structured_output=True)
    return server


def serve() -> None:
    """Answer over standard input and output until the other side hangs up."""
    make_server().run("stdio")
