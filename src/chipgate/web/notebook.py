"""The charts of the console in a notebook: the same specifications, from the same addresses.

>>> from chipgate.web.notebook import date_line, gate_map
>>> gate_map("density", "chip=H20&to=CN&on=2024-06-01")  # doctest: +SKIP
"""

from __future__ import annotations

from datetime import date

from starlette.datastructures import QueryParams

from chipgate.studies.gate_map.plane import PLANES
from chipgate.translation.fault_text import fault
from chipgate.translation.language import Language
from chipgate.web.charts import USUAL, Layer
from chipgate.web.date_line.asked import line_asked
from chipgate.web.date_line.chart import date_line_chart
from chipgate.web.date_line.view import line_view
from chipgate.web.gate_map.asked import map_asked
from chipgate.web.gate_map.chart import gate_map_chart
from chipgate.web.gate_map.view import map_view
from chipgate.web.problems import Problem


def date_line(query: str = "", language: Language = "en", width: int = USUAL) -> Layer:
    """The chart of the page ``/dates?QUERY``, as Altair has it.

    Raises:
        BadOrder, BadDay, UnknownChip, BadReform: something in QUERY cannot be read.
    """
    return date_line_chart(line_view(line_asked(QueryParams(query), date.today()), language), language, width)


def gate_map(plane: str = "density", query: str = "", language: Language = "en", width: int = USUAL) -> Layer:
    """One map of the page ``/map?QUERY``: ``density`` or ``bandwidth`` goes up, and TPP goes right.

    Raises:
        Problem: there is no such map.
        BadOrder, BadDay, UnknownChip, UnknownCountry, BadReform: something in QUERY cannot be read.
    """
    if plane not in PLANES:
        raise Problem(
            404, fault("no map is called {plane}; there are {known}", plane=repr(plane[:40]), known=", ".join(PLANES))
        )
    view = map_view(map_asked(QueryParams(query), date.today()), language)
    shown = next(one for one in view.planes if one.name == plane)
    return gate_map_chart(shown, view, language, width)
