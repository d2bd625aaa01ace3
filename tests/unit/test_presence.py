"""Which statements are words on a platform: its own, and none that the product refuses."""

import pytest

from junosim.clock import ManualClock
from junosim.config.load import load, tree_of
from junosim.config.stores import Stores
from junosim.errors import SyntaxProblem
from junosim.schema.node import Kind, Node
from junosim.schema.presence import existing_on
from junosim.schema.walk import resolve


@pytest.mark.parametrize(
    ("attributes", "is_word"),
    [
        ({}, True),
        ({"state": "stored"}, True),
        ({"state": "effect"}, True),
        ({"state": "refused"}, False),
        ({"only": "mx240 mx480"}, True),
        ({"only": "mx240"}, False),
        ({"not": "mx480"}, False),
        ({"not": "mx104"}, True),
    ],
)
def test_a_statement_is_a_word_where_it_exists(attributes, is_word):
    statement = Node("finger", Kind.LEAF, attributes=attributes)
    root = Node("configuration", Kind.CONTAINER, children=(statement,))
    if is_word:
        assert resolve(root, ["finger"], visible=existing_on(frozenset({"mx480"})))
    else:
        with pytest.raises(SyntaxProblem):
            resolve(root, ["finger"], visible=existing_on(frozenset({"mx480"})))


@pytest.mark.parametrize(
    "text",
    [
        "set finger",
        "finger;",
        '{"configuration" : {"finger" : [null]}}',
        "<configuration><finger/></configuration>",
    ],
)
def test_texts_in_every_form_do_not_know_it_either(text):
    statement = Node("finger", Kind.LEAF, attributes={"only": "mx240"})
    root = Node("configuration", Kind.CONTAINER, children=(statement,))
    tree, loaded = tree_of(root, text, visible=existing_on(frozenset({"mx480"})))
    assert [problem.message for problem in loaded.problems] == ["syntax error"]
    assert not tree.children
    tree, loaded = tree_of(root, text, visible=existing_on(frozenset({"mx240"})))
    assert loaded.problems == ()
    assert tree.children


def test_a_candidate_and_its_forks_read_texts_as_the_platform_has_them():
    statement = Node("finger", Kind.LEAF, attributes={"only": "mx240"})
    root = Node("configuration", Kind.CONTAINER, children=(statement,))
    stores = Stores(root, ManualClock(), visible=existing_on(frozenset({"mx480"})))
    assert stores.shared.load("set finger").errors == 1
    assert load(stores.shared.fork(), "set finger").errors == 1
