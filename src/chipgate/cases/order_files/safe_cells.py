"""Text made safe for the file that it is written to: no cell that a spreadsheet program would run."""

from __future__ import annotations

import re

LONGEST_XLSX_CELL = 32_767
CUT_MARK = " … (cut here: the cell is longer than a sheet can hold)"

_RUNS = frozenset("=+-@\t\r\n＝＋－＠")  # the wide forms start a formula too in Chinese and Japanese Excel
_DOUBTFUL = re.compile('"[=+\\-@\t\r\n＝＋－＠]')
_PLAIN_NUMBER = re.compile(r"[+-]?(\d+(,\d{3})*(\.\d*)?|\.\d+)([eE][+-]?\d+)?%?", re.ASCII)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_XML_MARKS = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_XML_MARK = re.compile("[&<>]")


def safe_csv_cell(text: str) -> str:
    """TEXT behind an apostrophe where a spreadsheet program would run it; ``-5`` is a number and stays.

    NUL, which no CSV reader expects, becomes its picture ␀; half a character becomes its code.
    """
    if text[:1] in _RUNS and text and not _PLAIN_NUMBER.fullmatch(text):
        text = f"'{text}"
    return text if text.isascii() and "\0" not in text else encodable(text).replace("\0", "␀")


def is_safe_csv_line(line: str) -> bool:
    """Whether LINE, of cells between quotation marks, has none that ``safe_csv_cell`` would change; doubt means no."""
    return "\0" not in line and _DOUBTFUL.search(line) is None


def encodable(text: str) -> str:
    """TEXT that UTF-8 can hold: a lone surrogate becomes its code."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def xlsx_text(text: str) -> str:
    """TEXT as XML for a cell of text: characters that XML cannot hold are written ``_x0001_``, as Excel does."""
    if len(text) > LONGEST_XLSX_CELL:
        text = text[: LONGEST_XLSX_CELL - len(CUT_MARK)] + CUT_MARK
    text = _NOT_IN_XML.sub(lambda match: f"_x{ord(match[0]):04X}_", text)
    return _XML_MARK.sub(lambda match: _XML_MARKS[match[0]], text)
