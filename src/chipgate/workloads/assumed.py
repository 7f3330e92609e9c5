"""What an answer takes as given because nobody said it: each with its name, its value and a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from chipgate.translation.language import Language, marked, translator


@dataclass(frozen=True, slots=True)
class Assumed:
    """One assumption. ``template`` is a sentence of the catalogue with a gap for the value."""

    name: str
    value: float | str
    template: str

    @property
    def shown(self) -> str:
        """The value as text, numbers short."""
        return self.value if isinstance(self.value, str) else f"{self.value:.6g}"

    def text(self, language: Language = "en") -> str:
        """The sentence in LANGUAGE."""
        return translator(language)(self.template).format(value=self.shown)

    def json(self, language: Language = "en") -> dict[str, Any]:
        """The assumption as plain values."""
        return {"name": self.name, "value": self.value, "sentence": self.text(language)}


_SYSTEM: Final = {
    "scale_up_domain": marked("{value} chips share the fast links"),
    "scale_out_gb_s": marked("{value} GB/s a chip and direction leave them"),
    "matmul_share": marked("a large matrix product alone reaches {value} of the peak"),
    "memory_gb": marked("{value} GB of memory, as much a site as the best part of the die has"),
    "printed": marked("of the system around the chip, as printed: {value}"),
}
RECALLED: Final = marked("of the datasheet, recalled and not read in print: {value}")
DISPUTED: Final = marked("of the datasheet, printed in several ways, of which the first is taken: {value}")
PRECISION: Final = marked("products run at {value}")
KV_PRECISION: Final = marked("the cache is kept at {value}")
RECOMPUTE: Final = marked("recomputation: {value}, the least that fits")
RECOMPUTE_IN_VAIN: Final = marked("recomputation: {value}; even so it does not fit")
BATCH: Final = marked("{value} sequences in a step of all chips, 16 Mi tokens")
LAYOUT: Final = marked("the layout is searched: {value}")
LEAST: Final = marked(
    "the layout has as few chips as hold the weights with 40 % of the memory left for the cache: {value}"
)
LEAST_OF_EACH: Final = marked(
    "the layout has as few chips as hold the weights on each of these with 40 % of the memory left for the cache: "
    "{value}"
)
LOAD: Final = marked("sequences on each copy of the attention, as searched: {value}")
INTERLEAVED: Final = marked("the layout names no virtual stages; pipelines are interleaved in {value}")
SOFTWARE: Final = marked("software: that of the average measured row, since nobody named one")
ANY_SOFTWARE: Final = marked("software: {value}, in any of its versions")
UNMEASURED_SOFTWARE: Final = marked(
    "software: {value}; measured rows of this kind are not told apart by it, so that the average one stands for it"
)
POWER: Final = marked("each chip draws its printed {value} W; hosts, network and cooling are left out")
PRICE: Final = marked("the typical price of the catalogue: {value} US dollars a chip")
GOODPUT: Final = marked("all of the time goes into steps; restarts and lost steps are left out")
EXCHANGE: Final = marked("the exchange of keys among {value} parts of a sequence is not timed")
INDEXED: Final = marked("sparse attention is counted as attention to the whole context")
LINEAR: Final = marked("layers of linear attention are counted with the weights of attention and a state of fixed size")


def of_system(name: str) -> str:
    """The sentence for a number of the system around a chip."""
    return _SYSTEM[name]
