"""What the parts of a time are called: the resource that a part of it waits for."""

from __future__ import annotations

from typing import Final

from chipgate.translation.language import marked

RESOURCE_WORDS: Final = {
    "memory": marked("memory bandwidth"),
    "matmul": marked("matrix products"),
    "attention": marked("attention"),
    "scale_up": marked("links within the domain"),
    "scale_out": marked("links beyond it"),
    "bubble": marked("pipeline bubble"),
    "latency": marked("fixed latency"),
}
