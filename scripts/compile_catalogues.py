"""Collect every message, bring both catalogues up to date, and compile them: `make catalogues`.

A message is the first argument of a function that says or marks something, as a text or as a constant of a module
(``translate("Why")``, ``phrase(RELATIONS[relation], ...)``, ``marked("yes")``), in Python and in templates. What is put
together at run time, above all the words of the law, is listed by ``law_messages()`` of a module ``messages.py``.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from importlib import import_module
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from jinja2.ext import babel_extract

from chipgate.translation.language import DOMAIN, LANGUAGES, LOCALE, Language

SRC = Path(__file__).resolve().parents[1] / "src"
PACKAGE = SRC / "chipgate"
SAYING = frozenset({"_", "fault", "N_", "marked", "translate", "say", "phrase", "Phrase", "Word"})

Messages = Mapping[str, frozenset[str]]
"""Every message, with the files that use it."""


def messages() -> Messages:
    """Every message of the program."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for collect in (of_the_code, of_the_templates, of_the_law):
        for text, file in collect():
            if text:
                found[text].add(file)
    return {text: frozenset(files) for text, files in sorted(found.items())}


def of_the_templates() -> Iterator[tuple[str, str]]:
    """The messages of the templates, ``{{ _("...") }}``, with their files."""
    for path in sorted(PACKAGE.rglob("*.html")):
        with path.open("rb") as template:
            for _, _, text, _ in babel_extract(template, ("_", "N_"), (), {"silent": "false"}):
                if isinstance(text, str):  # None stands for a text that shows only at run time
                    yield text, _name(path)


def of_the_law() -> Iterator[tuple[str, str]]:
    """What every ``law_messages()`` lists: titles, labels, questions, units, choices."""
    for path in sorted(PACKAGE.rglob("messages.py")):
        module = import_module(".".join(path.relative_to(SRC).with_suffix("").parts))
        for text in getattr(module, "law_messages", tuple)():
            yield text, _name(path)


def of_the_code() -> Iterator[tuple[str, str]]:
    """The messages of the Python files."""
    for path in sorted(PACKAGE.rglob("*.py")):
        module = Module(path)
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Call) and node.args and _says(node.func):
                for text in module.texts(node.args[0]):
                    yield text, _name(path)


def _says(function: ast.expr) -> bool:
    match function:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name in SAYING
        case ast.Call(ast.Name("translator")):
            return True
    return False


class Module:
    """A Python file, as far as texts go: its constants, and those that it imports."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.tree = ast.parse(path.read_text("utf-8"), str(path))

    @cached_property
    def constants(self) -> dict[str, ast.expr]:
        """What is assigned to a name at the top of the file."""
        found: dict[str, ast.expr] = {}
        for node in self.tree.body:
            match node:
                case ast.Assign([ast.Name(name)], value) | ast.AnnAssign(ast.Name(name), _, ast.expr() as value):
                    found[name] = value
        return found

    @cached_property
    def imported(self) -> dict[str, tuple[str, str]]:
        """Each name that comes from another module of ours: the module, and the name there."""
        return {
            alias.asname or alias.name: (node.module, alias.name)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("chipgate.")
            for alias in node.names
        }

    def texts(self, node: ast.expr) -> Iterator[str]:
        """The texts that NODE can stand for; none where that shows only at run time."""
        match node:
            case ast.Constant(str(text)):
                yield text
            case ast.IfExp(_, one, other):
                yield from self._all((one, other))
            case ast.BoolOp(_, parts) | ast.Tuple(parts) | ast.List(parts) | ast.Dict(_, parts):
                yield from self._all(parts)
            case ast.Subscript(value) | ast.Call(ast.Name("MappingProxyType"), [value]):
                yield from self.texts(value)
            case ast.Name(name) if name in self.constants:
                yield from self.texts(self.constants[name])
            case ast.Name(name) if name in self.imported:
                home, there = self.imported[name]
                if (module := _module(home)) and there in module.constants:
                    yield from module.texts(module.constants[there])

    def _all(self, nodes: Iterable[ast.expr]) -> Iterator[str]:
        for node in nodes:
            yield from self.texts(node)


@cache
def _module(dotted: str) -> Module | None:
    stem = SRC.joinpath(*dotted.split("."))
    path = next((path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path.exists()), None)
    return Module(path) if path else None


def _name(path: Path) -> str:
    return path.relative_to(SRC.parent).as_posix()


# Catalogues.


class Dateless(Catalog):
    """A catalogue whose header holds no date and no address, so that the same messages give the same bytes."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header without what changes from run to run."""
        return [
            ("Language", str(self.locale)),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def po_file(language: Language) -> Path:
    """The catalogue of LANGUAGE as people edit it."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def stored(language: Language) -> Catalog:
    """The catalogue of LANGUAGE as it stands in its file."""
    with po_file(language).open("rb") as text:
        return read_po(text, locale=language)


def brought_up_to_date(language: Language, wanted: Messages) -> Catalog:
    """The catalogue of LANGUAGE with exactly the messages WANTED; translations of others are kept as obsolete."""
    old = stored(language) if po_file(language).exists() else Catalog(language)
    new = _empty(language)
    for text, files in wanted.items():
        before = old.get(text) or old.obsolete.get(text)
        said = text if language == "en" else before.string if before else ""
        new.add(text, said, [(file, 0) for file in sorted(files)], flags=before.flags & {"fuzzy"} if before else ())
    if language != "en":
        before_all = [*old.obsolete.values(), *(message for message in old if message.id)]
        gone = {str(one.id): one for one in before_all if one.string and one.id not in wanted}
        new.obsolete.update(gone)
    return new


def _empty(language: Language) -> Catalog:
    comment = f"# The sentences of chipgate, language {language}. `make catalogues` collects and compiles them."
    return Dateless(locale=language, header_comment=comment, fuzzy=False)


def as_po(catalogue: Catalog) -> bytes:
    """CATALOGUE as text for people."""
    text = BytesIO()
    write_po(text, catalogue, width=0, sort_output=True, include_lineno=False)
    return text.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """CATALOGUE as gettext loads it."""
    dateless = _empty(catalogue.locale_identifier)
    for message in catalogue:
        if message.id and message.string:
            dateless.add(message.id, message.string, flags=message.flags & {"fuzzy"})
    compiled = BytesIO()
    write_mo(compiled, dateless)
    return compiled.getvalue()


def main() -> None:
    """Write both catalogues, and say what is left to translate."""
    wanted = messages()
    for language in LANGUAGES:
        catalogue = brought_up_to_date(language, wanted)
        path = po_file(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalogue))
        path.with_suffix(".mo").write_bytes(as_mo(catalogue))
        open_ones = [str(one.id) for one in catalogue if one.id and (one.fuzzy or not one.string)]
        print(f"{language}: {len(wanted)} messages, {len(open_ones)} to translate")
        print("".join(f"  {text}\n" for text in open_ones), end="")


if __name__ == "__main__":
    main()
