"""A yardstick for the console: a server of FastAPI that judges nothing, and sends one answer to every order.

Run with `python -m bench.bare_server`. It reads an order as FastAPI reads what a model of Pydantic describes, and
writes an answer of the size that a determination with its reasons has, as FastAPI writes what a function returns.
"""

from __future__ import annotations

import json
import socket
from typing import Any

import uvicorn
from fastapi import FastAPI
from pydantic import BaseModel, ConfigDict

from bench.shipments import worked_cases
from chipgate.cases.check import Checker


class Order(BaseModel):
    """An order, of whatever columns."""

    model_config = ConfigDict(extra="allow")

    chip: str | None = None
    to: str | None = None


def answer_of_usual_size() -> dict[str, Any]:
    """The determination of middle length among those of the worked cases."""
    checker = Checker(assume="ordinary")
    answers = sorted(
        (checker.check_cells(cells).json() for cells in worked_cases()), key=lambda one: len(json.dumps(one))
    )
    return answers[len(answers) // 2]


def app_that_judges_nothing() -> FastAPI:
    """The server."""
    app, answer = FastAPI(), answer_of_usual_size()

    @app.post("/api/check")
    async def check(order: Order) -> dict[str, Any]:
        return {**answer, "item": order.chip}

    return app


def main() -> None:
    """Serve until somebody stops it; the address is the last word of the first line."""
    app = app_that_judges_nothing()
    # With its protocol named, so that asyncio sends small answers at once (TCP_NODELAY), as `chipgate serve` does.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(1024)
        print(f"bare: http://127.0.0.1:{listener.getsockname()[1]}/", flush=True)
        config = uvicorn.Config(app, log_level="warning", access_log=False)
        uvicorn.Server(config).run(sockets=[listener])


if __name__ == "__main__":
    main()
