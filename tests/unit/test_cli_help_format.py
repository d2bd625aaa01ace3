"""The layout of listings, columns and padding."""

from junosim.cli.help_format import ENTER_ROW, PIPE_ROW, Marker, Row, caret_line, listing
from junosim.slices import finish
from junosim.text import columns, natural_widths, pad, table


def test_listing_of_the_configuration_mode() -> None:
    rows = [
        PIPE_ROW,
        Row("metric", "Topology metric (1..65535)"),
        Row("bandwidth-based-metrics", "Configure bandwidth based metrics", Marker.CONTAINER),
        Row("apply-groups", "Groups from which to inherit configuration data", Marker.LIST),
        Row("access", "Network access configuration", Marker.CONTAINER),
        ENTER_ROW,
        Row("<name>", "Name"),
        Row("bare"),
        Row("Upper"),
    ]
    assert list(finish(listing(rows))) == [
        "Possible completions:",
        "  <[Enter]>            Execute this command",
        "  <name>               Name",
        "  Upper",
        "> access               Network access configuration",
        "+ apply-groups         Groups from which to inherit configuration data",
        "> bandwidth-based-metrics  Configure bandwidth based metrics",
        "  bare",
        "  metric               Topology metric (1..65535)",
        "  |                    Pipe through a command",
    ]


def test_numbers_go_by_number_and_stand_before_words() -> None:
    rows = [Row(name) for name in ("rescue", "10", "2", "0")]
    assert list(finish(listing(rows))) == ["Possible completions:", "  0", "  2", "  10", "  rescue"]


def test_nothing_fits() -> None:
    assert list(finish(listing([]))) == ["No valid completions"]


def test_caret() -> None:
    assert caret_line(3) == "   ^"


def test_columns_are_padded_and_pushed() -> None:
    assert pad("a", 3) == "a  "
    assert pad("a", -3) == "  a"
    assert columns(("a", "b", "c"), (3, -3)) == "a    bc"
    assert columns(("long", "b"), (2, 2), gap=1) == "long b"
    assert list(table([("a", ""), ("b", "c")], (2, 2))) == ["a", "b c"]
    assert natural_widths([("a", "bb"), ("ccc",)]) == [3, 2]
