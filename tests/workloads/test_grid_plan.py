"""The second reading of the formulas: terms in a cheaper order, worked out block by block, are the same numbers."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

pytest.importorskip("scipy")

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from chipgate.workloads import grid_plan
from chipgate.workloads.device import device_of
from chipgate.workloads.fitted import shipped
from chipgate.workloads.foresee import IDEAL
from chipgate.workloads.grid_numbers import laid_out
from chipgate.workloads.grid_plan import Plan, largest, planned, total, written
from chipgate.workloads.layout import layout_of
from chipgate.workloads.models import model_of
from chipgate.workloads.numbers import NAMES, Numbers, numbers_of, stacked
from chipgate.workloads.phases import PHASE_TIMES
from chipgate.workloads.terms import Term, called, term_of

CHIPS = ("H100", "H20", "910C", "MI300X", "tpu-v6e", "A100-80")
MODELS = ("DeepSeek-V3", "Llama-3.1-70B", "Qwen3-8B", "gpt-oss-120b")
LAYOUTS = ("tp8", "ep16", "tp4 pp2", "")
PLAIN = 1e-12
"""The most by which the two readings may differ, relative."""


def questions() -> list[Numbers]:
    told: dict[str, Any] = {"precision": "bf16", "chips": 16, "batch": 32.0, "in_len": 4096.0, "out_len": 512.0}
    return [
        numbers_of(model_of(model), device_of(chip), layout_of(layout, 16), **told)
        for chip, model, layout in product(CHIPS, MODELS, LAYOUTS)
    ]


def grid_of(batches: int, contexts: int) -> tuple[Numbers, tuple[int, ...]]:
    outer = (len(CHIPS), len(MODELS), len(LAYOUTS))
    n = laid_out(questions(), outer, 2)
    columns = {name: getattr(n, name) for name in NAMES}
    columns["batch"] = np.geomspace(1, 700, batches).round()[:, None]
    columns["in_len"] = np.geomspace(16, 60_000, contexts).round()
    return Numbers(**columns), (*outer, batches, contexts)


def drawn(count: int, seed: int) -> Numbers:
    random = np.random.default_rng(seed)
    whole = stacked(questions())
    rows = random.integers(0, len(whole.tp), count)
    columns = {name: getattr(whole, name)[rows] for name in NAMES}
    columns["batch"] = random.integers(1, 900, count).astype(float)
    columns["in_len"] = random.integers(1, 90_000, count).astype(float)
    columns["out_len"] = random.integers(1, 4_000, count).astype(float)
    columns["draft_tokens"] = random.integers(0, 3, count).astype(float)
    return Numbers(**columns)


@pytest.mark.parametrize("phase", PHASE_TIMES)
@pytest.mark.parametrize("cores", [1, 2])
def test_a_grid_gives_what_the_time_function_gives(phase: str, cores: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grid_plan, "WORTH_A_THREAD", 1)
    n, shape = grid_of(21, 34)
    constants = shipped(phase).constants
    parts = written(PHASE_TIMES[phase], n, constants)
    plan = planned([total(parts), largest(parts), *parts.values()], shape)
    found, binding, *each = plan.run(cores)
    wanted = {name: np.broadcast_to(part, shape) for name, part in PHASE_TIMES[phase](n, constants).items()}
    np.testing.assert_allclose(found, sum(wanted.values()), rtol=PLAIN)
    for part, want in zip(each, wanted.values(), strict=True):
        np.testing.assert_allclose(part, want, rtol=PLAIN, atol=1e-15)
    most = np.max(np.stack(list(wanted.values())), axis=0)
    bound = np.take_along_axis(np.stack(list(wanted.values())), binding[None].astype(int), axis=0)[0]
    np.testing.assert_allclose(bound, most, rtol=PLAIN)  # equal parts may change places


@pytest.mark.parametrize("phase", PHASE_TIMES)
def test_flat_questions_give_what_the_time_function_gives(phase: str) -> None:
    n = drawn(70_001, seed=3)
    constants = shipped(phase).constants
    found = planned([total(written(PHASE_TIMES[phase], n, constants))], (70_001,)).run(cores=2)[0]
    np.testing.assert_allclose(found, sum(PHASE_TIMES[phase](n, constants).values()), rtol=PLAIN)


@pytest.mark.parametrize("phase", PHASE_TIMES)
def test_a_chip_that_wastes_nothing_is_read_alike(phase: str) -> None:
    """Constants of 0 and 1 let whole terms fall away."""
    n, shape = grid_of(5, 7)
    ideal = replace(n, matmul_share=np.ones_like(n.matmul_share))
    found = planned([total(written(PHASE_TIMES[phase], ideal, IDEAL))], shape).run()[0]
    wanted = np.broadcast_to(sum(PHASE_TIMES[phase](ideal, IDEAL).values()), shape)
    np.testing.assert_allclose(found, wanted, rtol=PLAIN)


def test_little_is_done_cell_by_cell() -> None:
    """The speed of the benchmark rests on it: what does not vary along every axis is done before."""
    n, shape = grid_of(64, 64)
    steps = {
        phase: len(planned([total(written(PHASE_TIMES[phase], n, shipped(phase).constants))], shape).steps)
        for phase in PHASE_TIMES
    }
    assert steps["decode"] <= 3
    assert steps["prefill"] <= 8  # weights are read once for the tokens that pass together
    assert max(steps.values()) <= 16


def test_not_much_is_done_for_a_flat_question() -> None:
    """Nothing can be put before the cells here: what counts is that little is worked out twice."""
    n = drawn(5_000, seed=1)
    steps = {
        phase: len(planned([total(written(PHASE_TIMES[phase], n, shipped(phase).constants))], (5_000,)).steps)
        for phase in PHASE_TIMES
    }
    assert max(steps.values()) <= 160


def parted(bigger: Term, smaller: Term, factor: Term) -> tuple[Term, Term]:
    """A time in two parts, as the physics tells them apart: what takes longer is in one of them."""
    which = bigger > smaller
    return np.where(which, bigger, 0.0) * factor, np.where(which, 0.0, smaller) * factor


def test_two_halves_of_a_choice_are_the_larger_one() -> None:
    bigger, smaller, factor = (term_of(np.random.default_rng(at).uniform(0.5, 2.0, 500)) for at in range(3))
    one, other = parted(bigger, smaller, factor)
    plan = planned([term_of(3.0) * one + term_of(3.0) * other], (500,))
    assert [step.name for step in plan.steps].count("maximum") == 1
    assert not [step for step in plan.steps if step.name in ("where", "greater")]
    wanted = 3.0 * np.maximum(bigger.value, smaller.value) * factor.value
    np.testing.assert_allclose(plan.run()[0], wanted, rtol=PLAIN)


def test_the_parts_are_there_too_where_they_are_asked_for() -> None:
    bigger, smaller, factor = (term_of(np.random.default_rng(at).uniform(0.5, 2.0, 500)) for at in range(3))
    one, other = parted(bigger, smaller, factor)
    found = planned([one + other, one, other], (500,)).run()
    which = bigger.value > smaller.value
    np.testing.assert_allclose(found[1], np.where(which, bigger.value, 0.0) * factor.value, rtol=PLAIN)
    np.testing.assert_allclose(found[2], np.where(which, 0.0, smaller.value) * factor.value, rtol=PLAIN)
    np.testing.assert_allclose(found[0], found[1] + found[2], rtol=PLAIN)


def sum_of(pair: tuple[Term, Term]) -> Term:
    return pair[0] + pair[1]


def sums(leaves: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
    """Formulas over LEAVES, as the physics writes them."""

    def larger(inner: st.SearchStrategy[Term]) -> st.SearchStrategy[Term]:
        two = st.tuples(inner, inner)
        return st.one_of(
            two.map(lambda pair: pair[0] + pair[1]),
            two.map(lambda pair: pair[0] * pair[1]),
            two.map(lambda pair: pair[0] / pair[1]),
            two.map(lambda pair: np.maximum(pair[0], pair[1])),
            two.map(lambda pair: np.minimum(pair[0], pair[1])),
            st.tuples(inner, inner, inner).map(lambda three: np.where(three[0] > three[1], three[2], 0.0)),
            st.tuples(inner, inner, inner).map(lambda three: np.where(three[0] > three[1], 0.0, three[2])),
            st.tuples(inner, inner, inner).map(lambda three: np.where(three[0] <= three[1], *three[1:])),
            st.tuples(inner, inner, inner).map(lambda three: sum_of(parted(*three))),
            st.tuples(inner, inner, inner).map(lambda three: three[0] - sum_of(parted(*three)) * three[1]),
            two.map(lambda pair: (pair[0] + pair[1]) * pair[1] + pair[0] + pair[1]),
            inner.map(lambda one: np.power(0.5, one)),
        )

    return st.recursive(leaves, larger, max_leaves=14)


SHAPE = (2, 3, 4)
SIZES = [(2, 1, 1), (3, 1), (4,), (2, 3, 1), (3, 4), (2, 3, 4), ()]
LEAVES = [np.random.default_rng(at).uniform(0.5, 2.0, size) for at, size in enumerate(SIZES)]


def plain(term: Term) -> Any:
    """A term worked out as it was written."""
    if not term.inputs:
        return term.value
    inputs = [plain(one) for one in term.inputs]
    return np.where(*inputs) if term.name == "where" else getattr(np, term.name)(*inputs)


@settings(max_examples=300, deadline=None)
@given(sums(st.sampled_from([*map(term_of, LEAVES), term_of(3.0), term_of(1.0)])))
def test_the_order_of_the_work_does_not_change_the_value(term: Term) -> None:
    """Numbers of the physics are positive; a choice may leave 0, and what is divided by 0 counts for neither side."""
    with np.errstate(all="ignore"):
        wanted = np.broadcast_to(plain(term), SHAPE)
    found = planned([term], SHAPE).run(1)[0]
    sound = np.isfinite(wanted) & (np.abs(wanted) < 1e200)
    at_edge = near_a_tie(term)
    kept = sound & ~np.broadcast_to(at_edge, SHAPE)
    np.testing.assert_allclose(found[kept], wanted[kept], rtol=1e-9, atol=1e-300)


def near_a_tie(term: Term) -> Any:
    """Where another order may give another value: a comparison is decided by rounding, a term is no number, or a sum
    nearly cancels, so that what is left of it is what rounding left."""
    if not term.inputs:
        return np.array(False)
    with np.errstate(all="ignore"):
        inputs = [plain(one) for one in term.inputs]
        tie: Any = np.array(False)
        if term.name in ("greater", "less_equal"):
            tie = ~(np.abs(inputs[0] - inputs[1]) > 1e-9 * np.maximum(np.abs(inputs[0]), np.abs(inputs[1])))
        elif term.name == "divide":
            tie = ~np.isfinite(inputs[0] / inputs[1])
        elif term.name in ("add", "subtract"):
            tie = np.abs(plain(term)) < 1e-6 * np.maximum(np.abs(inputs[0]), np.abs(inputs[1]))
    for one in term.inputs:
        tie = tie | near_a_tie(one)
    return tie


def test_equal_terms_are_worked_out_once() -> None:
    wide, tall = term_of(np.ones((300, 1))), term_of(np.arange(1.0, 301.0))
    product_of_both = np.maximum(wide * tall, 3.0)
    plan = planned([product_of_both + np.maximum(wide * tall, 3.0)], (300, 300))
    assert sum(step.name == "maximum" for step in plan.steps) <= 1


def test_a_result_is_not_written_over() -> None:
    """A place is free again after its last reader, but for the results."""
    rows, columns = term_of(np.arange(1.0, 101.0)[:, None]), term_of(np.arange(1.0, 101.0))
    first = np.maximum(rows, columns)
    found = planned([first, np.minimum(first, 7.0) * np.maximum(first, 50.0)], (100, 100)).run(1)
    np.testing.assert_array_equal(found[0], np.maximum(np.arange(1, 101)[:, None], np.arange(1, 101)))


def test_an_if_over_terms_is_refused() -> None:
    """Who writes `if` into a formula learns of it at once."""
    with pytest.raises(TypeError, match=r"write np\.where"):
        bool(term_of(np.ones(3)) > 1.0)


def test_what_is_a_number_becomes_one_at_once() -> None:
    assert float(called("add", term_of(1.0), term_of(2.0)).value) == 3.0


def test_every_block_is_filled() -> None:
    for shape in ((1,), (5, 7), (3, 100_001), (2, 3, 70, 900), (40_000, 2)):
        held = np.random.default_rng(1).random(shape)
        plan: Plan = planned([term_of(held) * term_of(2.0)], shape)
        np.testing.assert_array_equal(plan.run()[0], held * 2.0)


def test_what_fails_in_a_thread_fails_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """No hole is left where a thread broke off."""
    monkeypatch.setattr(grid_plan, "WORTH_A_THREAD", 1)
    monkeypatch.setattr(grid_plan, "_do", lambda *_given: 1 / 0)
    rows, columns = np.arange(1.0, 301.0)[:, None], np.arange(1.0, 401.0)
    plan = planned([np.maximum(term_of(rows), term_of(columns))], (300, 400))
    with pytest.raises(ZeroDivisionError):
        plan.run(cores=2)
