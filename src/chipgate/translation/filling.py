"""A template with its gaps filled, in English or in Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from string import Formatter

from chipgate.translation.width import is_chinese


def filled(template: str, gaps: Mapping[str, str]) -> str:
    """TEMPLATE with its gaps filled. Chinese has a space beside Latin letters and numbers, and none beside Chinese."""
    if template.isascii():
        return template.format(**gaps)
    text = ""
    for literal, name, _, _ in Formatter().parse(template):
        text = beside(text, literal)
        if name is not None:
            text = beside(text, gaps[name])
    return text


def beside(left: str, right: str) -> str:
    """The two texts as one; a space at the seam goes where Chinese stands on both sides of it."""
    before, after = left.rstrip(" "), right.lstrip(" ")
    is_seam = len(before) < len(left) or len(after) < len(right)
    return before + after if is_seam and is_chinese(before[-1:]) and is_chinese(after[:1]) else left + right
