"""What can be wrong with a question about work: a model, a layout, a batch, a precision."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from chipgate.errors import ChipgateError, did_you_mean, near_names


class BadWorkload(ChipgateError):
    """A question that cannot be meant; the message lists every fault and what to do."""

    def __init__(self, where: str, faults: Sequence[str]) -> None:
        self.where = where
        self.faults = tuple(faults)
        super().__init__(f"{where}: {'; '.join(self.faults)}")


class UnknownModel(BadWorkload):
    """No model of that name; carries the nearest names."""

    def __init__(self, name: str, known: Collection[str]) -> None:
        self.name = name
        self.near = near_names(name, known)
        super().__init__(
            f"no model named {name!r}",
            [f"{did_you_mean(self.near).strip()} Give a name of the list, or the path of a config.json.".strip()],
        )


class MissingExtra(ChipgateError):
    """A library that is not installed; the message names the extra that brings it."""

    def __init__(self, library: str, extra: str) -> None:
        super().__init__(f"{library} is not installed; it comes with the extra: pip install 'chipgate[{extra}]'")
