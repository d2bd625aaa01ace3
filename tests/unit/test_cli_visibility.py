"""Which statements are words on a platform: its own, and none that the product refuses."""

import pytest

from junosim.cli.visibility import statements_on
from junosim.errors import SyntaxProblem
from junosim.schema.node import Kind, Node
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
        assert resolve(root, ["finger"], visible=statements_on("mx480"))
    else:
        with pytest.raises(SyntaxProblem):
            resolve(root, ["finger"], visible=statements_on("mx480"))
