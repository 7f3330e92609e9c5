"""Sizes of files as people read them."""

from __future__ import annotations


def size_text(size_bytes: int) -> str:
    """SIZE_BYTES in words: 640 B, 12 KiB, 3.4 MiB."""
    if size_bytes < 2**10:
        return f"{size_bytes} B"
    if size_bytes < 2**20:
        return f"{size_bytes / 2**10:.0f} KiB"
    mebibytes = f"{size_bytes / 2**20:.1f}"
    return f"{mebibytes.removesuffix('.0')} MiB"
