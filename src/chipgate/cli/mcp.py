"""`chipgate mcp`: the answers as tools for a model, over standard input and output."""

from __future__ import annotations

import click


@click.command(name="mcp")
def command() -> None:
    """Serve read-only tools over MCP (standard input and output) until the other side hangs up.

    The tools check one order, explain a provision on a day, work out a chip, tell the duty of a good, and say what is
    covered. Every answer carries its vintage, what is not modelled, and what is unknown.
    """
    from importlib.util import find_spec

    from chipgate.cases.tables.frame_kinds import LacksLibrary

    if find_spec("mcp") is None:
        raise LacksLibrary("`chipgate mcp`", "mcp", "mcp")
    from chipgate.web.mcp_server import serve

    serve()
