"""What one server allows: where it listens, who may come in, and how much may be asked of it at once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server.

    ``token`` must be shown by every caller where it is given; ``body_limit_bytes`` is for JSON and forms,
    ``upload_limit_bytes`` for a file of orders; ``most_rows`` is how many orders one call of the API may hold, and
    ``most_seconds`` how long it may take; a caller that sends nothing for ``patience_seconds`` in the
    middle of a body is given up. An upload may take ``upload_seconds``; a book of orders may have ``book_rows``,
    takes ``book_seconds`` at most, and is forgotten ``book_idle_seconds`` after somebody asked for it. With
    ``keeps_learned``, the next server begins with what orders have shown this one of the law.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str | None = None
    body_limit_bytes: int = MIB
    upload_limit_bytes: int = 64 * MIB
    most_rows: int = 2_000
    most_seconds: float = 20.0
    upload_seconds: float = 300.0
    book_rows: int = 250_000
    book_seconds: float = 600.0
    book_idle_seconds: float = 1800.0
    patience_seconds: float = 30.0
    keeps_learned: bool = False

    @property
    def is_loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return is_loopback(self.host)


@lru_cache(maxsize=64)
def is_loopback(host: str) -> bool:
    """Whether HOST names this machine alone."""
    if host.casefold() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
