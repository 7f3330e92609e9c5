"""How wide a text is on a terminal, where a Chinese character fills two columns."""

from __future__ import annotations


def is_chinese(character: str) -> bool:
    """Whether CHARACTER is a Chinese character or full-width mark."""
    return "\u2e80" <= character <= "\ua000" or "\uff00" < character < "\uffe7"


def width(text: str) -> int:
    """Terminal columns of TEXT."""
    return len(text) if text.isascii() else sum(2 if is_chinese(character) else 1 for character in text)


def left(text: str, columns: int) -> str:
    """TEXT at the left edge of COLUMNS."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """TEXT at the right edge of COLUMNS."""
    return " " * (columns - width(text)) + text
