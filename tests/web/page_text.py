"""What a page says in its own language: its text and labels, without the parts that are in another language."""

from __future__ import annotations

from html.parser import HTMLParser

VOID = frozenset({"meta", "link", "input", "br", "img", "hr", "use", "path", "option"})
SILENT = frozenset({"script", "style", "code", "pre", "svg", "title"})
SPOKEN = ("aria-label", "title", "placeholder")


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.page_language = ""
        self.said: list[str] = []
        self._left_out: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or ""
        if tag == "html":
            self.page_language = language
        outside = bool(language) and language[:2] != self.page_language[:2]
        left_out = outside or tag in SILENT or (bool(self._left_out) and self._left_out[-1])
        if not left_out:
            self.said += [given[name] or "" for name in SPOKEN if given.get(name)]
        if tag not in VOID:
            self._left_out.append(left_out)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self._left_out:
            self._left_out.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and not (self._left_out and self._left_out[-1]):
            self.said.append(" ".join(data.split()))


def said_on(html: str) -> list[str]:
    """The texts of the page HTML, in their order."""
    reader = _Reader()
    reader.feed(html)
    return reader.said
