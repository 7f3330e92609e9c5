"""The leaves of a mask are those whose bits it has, whoever asked before and about whichever mask."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from chipgate.readings.columns.formulas import Arena

LEAVES = 40
_MASKS = st.lists(st.integers(0, 2**LEAVES - 1), min_size=1, max_size=8)


@given(_MASKS)
def test_the_leaves_of_a_mask_have_its_bits(masks: list[int]) -> None:
    arena = Arena()
    leaves = [arena.leaf(number) for number in range(LEAVES)]
    for mask in (*masks, *masks):
        expected = [leaf for place, leaf in enumerate(leaves) if mask >> place & 1]
        assert list(arena.leaves_in(mask)) == expected


def test_two_may_go_through_the_leaves_of_different_masks_at_the_same_time() -> None:
    arena = Arena()
    leaves = [arena.leaf(number) for number in range(LEAVES)]
    first, second = arena.leaves_in(2**LEAVES - 1), arena.leaves_in(2 ** (LEAVES - 1) - 1)
    assert list(zip(first, second, strict=False)) == [(leaf, leaf) for leaf in leaves[:-1]]
