"""A tree of shapes that is kept as numbers is, when it is opened, the tree that it was."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from chipgate.cases.tables.shape_nodes import Line, Node, Shape, Tree, kept_tree, opened_tree
from chipgate.readings.verdict import Verdict

SHAPES = st.builds(
    Shape,
    st.sampled_from(Verdict),
    st.lists(st.builds(Line, words=st.sampled_from("abc"), level=st.integers(-1, 4)), max_size=3).map(tuple),
)


def _nodes(following: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
    after = st.dictionaries(st.sampled_from([0, 1, 3]), following, min_size=1)
    return st.builds(Node, st.integers(0, 2**40), st.integers(0, 12), after)


TREES: st.SearchStrategy[Tree] = st.recursive(SHAPES, _nodes, max_leaves=30)


@given(TREES)
def test_a_tree_is_opened_as_it_was_kept(tree: Tree) -> None:
    kept = kept_tree(tree)
    assert opened_tree(pickle.loads(pickle.dumps(kept))) == tree
    assert len(set(kept.shapes)) == len(kept.shapes)


def test_a_long_path_is_kept_too() -> None:
    tree: Tree = Shape(Verdict.MET, ())
    for formula in range(20_000):
        tree = Node(formula, 1, {3: tree})
    found, nodes = opened_tree(kept_tree(tree)), 0
    while isinstance(found, Node):
        assert found.formula == 19_999 - nodes
        found, nodes = found.after[3], nodes + 1
    assert (nodes, found) == (20_000, Shape(Verdict.MET, ()))
