"""Equal terms become one, so that nothing is worked out twice, and who uses which is counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chipgate.workloads.terms import Term, called, is_number


class TermTable:
    """The one term that stands for all equal ones; ``used`` counts the terms that read each, by its id."""

    def __init__(self) -> None:
        self.used: Counter[int] = Counter()
        self._known: dict[object, Term] = {}
        self._unified: dict[int, Term] = {}
        self._counted: set[int] = set()
        self._kept: list[Term] = []  # ids stay taken while the terms live

    def unified(self, terms: Sequence[Term]) -> list[Term]:
        """TERMS with one term for all equal ones within them; who asks for them counts as a reader."""
        made = [self._unify(one) for one in terms]
        self.used.update(map(id, made))
        return made

    def _unify(self, term: Term) -> Term:
        if id(term) not in self._unified:
            self._kept.append(term)
            inputs = tuple(self._unify(one) for one in term.inputs)
            if term.name == "add" and is_number(inputs[0], 0.0):
                made = inputs[1]
            else:
                made = self.call(term.name, *inputs) if inputs else self.one_of(term)
            if id(made) not in self._counted:
                self._counted.add(id(made))
                self.used.update(id(one) for one in made.inputs)
            self._unified[id(term)] = made
        return self._unified[id(term)]

    def one_of(self, term: Term) -> Term:
        """The one term that stands for all equal ones."""
        if term.value is not None and term.value.size == 1:
            key: object = (str(term.value.dtype), term.value.shape, term.value.item())
        elif term.value is not None:
            key = id(term.value)
        else:
            key = (term.name, *map(id, term.inputs))
        if key not in self._known:
            self._kept.append(term)
            self._known[key] = term
        return self._known[key]

    def call(self, name: str, *inputs: Term) -> Term:
        """The function NAME of INPUTS, the same one each time it is asked for."""
        return self.one_of(called(name, *inputs))
