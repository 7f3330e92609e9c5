"""`chipgate mcp`: the answers as tools for a model, over standard input and output."""

from __future__ import annotations

from importlib.util import find_spec

import click

from chipgate.errors import ChipgateError


class LacksMcp(ChipgateError):
    """The library that speaks MCP is not installed; names the extra that brings it."""


@click.command(name="mcp")
def command() -> None:
    """Serve read-only tools over MCP (standard input and output) until the other side hangs up.

    The tools check one order, explain a provision on a day, work out a chip, tell the duty of a good, and say what is
    covered. Every answer carries its vintage, what is not modelled, and what is unknown.
    """
    if find_spec("mcp") is None:
        raise LacksMcp("Serving MCP needs mcp, which is not installed: `pip install 'chipgate[mcp]'`.")
    from chipgate.web.mcp_server import serve

    serve()
