"""What can be wrong with a question about work: a model, a layout, a batch, a precision."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chipgate.errors import ChipgateError, near_names
from chipgate.translation.fault_text import either, fault
from chipgate.translation.language import marked

WHERE = marked("{where}: {faults}")


class BadWorkload(ChipgateError):
    """A question that cannot be meant; the message lists every fault and what to do."""

    def __init__(self, where: str, faults: Sequence[str]) -> None:
        self.where = where
        self.faults = tuple(faults)
        super().__init__(fault(WHERE, where=where, faults=self.faults))


class UnknownModel(BadWorkload):
    """No model of that name; carries the nearest names."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name = name
        self.near = near_names(name, known)
        give = fault("Known are {names}. The path of a config.json does too.", names=", ".join(known))
        names = [repr(one) for one in self.near]
        meant = fault("Did you mean {names}? {give}", names=either(names), give=give) if names else give
        super().__init__(fault("no model named {name}", name=repr(name)), [meant])


class MissingExtra(ChipgateError):
    """A library that is not installed; the message names the extra that brings it."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed; it comes with the extra: pip install 'chipgate[{extra}]'")
