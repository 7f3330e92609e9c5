"""What is refused at the desk of order books, in the language of who asks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chipgate.errors import ChipgateError
from chipgate.readings.phrase import Phrase
from chipgate.translation.language import Language
from chipgate.web.problems import Problem


class Refused(ChipgateError):
    """What is not done, with the HTTP status, and the sentence that says why and what to do."""

    def __init__(self, status: int, words: Phrase) -> None:
        super().__init__(words.text())
        self.status = status
        self.words = words


@contextmanager
def told_in(language: Language) -> Iterator[None]:
    """Within, what is refused becomes a problem in LANGUAGE.

    Raises:
        Problem: something was refused.
    """
    try:
        yield
    except Refused as refused:
        raise Problem(refused.status, refused.words.text(language)) from refused
