"""`show | compare`: the captured samples, and what identity saves."""

from __future__ import annotations

import pytest

import config_session
from junosim.config import arrange, diff, marks
from junosim.config.formats import compare_text

at, tree, edited = config_session.at, config_session.tree, config_session.edited

# what is there, what is typed, what the difference looks like: captures of real devices
CAPTURES = [
    (["set system host-name old"], ["set system host-name new"], """\
[edit system]
-  host-name old;
+  host-name new;"""),
    (["set system ntp peer 172.31.24.55"], ["set system ntp peer 172.31.24.56"], """\
[edit system ntp]
     peer 172.31.24.55 { ... }
+    peer 172.31.24.56;"""),
    (["set system ntp server 172.31.24.55"], ["set system ntp server 172.31.24.56"], """\
[edit system ntp]
     server 172.31.24.55 { ... }
+    server 172.31.24.56;"""),
    (["set system name-server 172.31.24.55"], ["set system name-server 172.31.24.56"], """\
[edit system name-server]
    172.31.24.55 { ... }
+   172.31.24.56;"""),
    ([], ["set protocols mstp interface Users edge", "set protocols mstp bpdu-block-on-edge"], """\
[edit]
+  protocols {
+      mstp {
+          bpdu-block-on-edge;
+          interface Users {
+              edge;
+          }
+      }
+  }"""),
    (["set protocols mstp bpdu-block-on-edge"], ["set protocols mstp interface Users edge"], """\
[edit protocols mstp]
+    interface Users {
+        edge;
+    }"""),
    (["set protocols mstp interface Users edge"], ["set protocols mstp bpdu-block-on-edge"], """\
[edit protocols mstp]
+   bpdu-block-on-edge;"""),
    (["set interfaces ge-0/0/0"], ["set interfaces ae11 unit 0 description Test"], """\
[edit interfaces]
+   ae11 {
+       unit 0 {
+           description Test;
+       }
+   }"""),
    (["set interfaces ge-0/0/1 unit 0"], ["set interfaces ge-0/0/1 unit 0 family inet address 192.168.77.11/24"], """\
[edit interfaces ge-0/0/1 unit 0]
+     family inet {
+         address 192.168.77.11/24;
+     }"""),
    (["set interfaces ge-0/0/1 unit 0 family iso"], ["set interfaces ge-0/0/1 unit 0 family inet mtu 1500"], """\
[edit interfaces ge-0/0/1 unit 0]
+     family inet {
+         mtu 1500;
+     }"""),
    (
        ["set interfaces lo0 unit 0 family inet address 10.100.100.3/32"],
        ["set interfaces lo0 unit 0 family inet address 172.20.0.1/29"], """\
[edit interfaces lo0 unit 0 family inet]
        address 10.100.100.3/32 { ... }
+       address 172.20.0.1/29;"""),
    (["set protocols mstp interface DOMYSLNA", "set protocols mstp interface P1", "set protocols mstp interface PH"],
     ["insert protocols mstp interface DOMYSLNA after interface PH"], """\
[edit protocols mstp]
!    interface P1 { ... }
!    interface PH { ... }"""),
    (["set system login user jeremy full-name old", "set system login user jeremy uid 2001"],
     ["set system login user jeremy full-name new", "deactivate system login user jeremy"], """\
[edit system login]
!     inactive: user jeremy { ... }
[edit system login user jeremy]
-    full-name old;
+    full-name new;"""),
    (["set interfaces ge-0/0/0 unit 0"], ["deactivate interfaces ge-0/0/0 unit 0"], """\
[edit interfaces ge-0/0/0]
!     inactive: unit 0 { ... }"""),
    (["set policy-options policy-statement P term default",
      "deactivate policy-options policy-statement P term default"],
     ["set policy-options policy-statement P term more then accept"], """\
[edit policy-options policy-statement P]
     inactive: term default { ... }
+    term more {
+        then accept;
+    }"""),
    (["set policy-options policy-statement P term A", "set policy-options policy-statement P term B"],
     ["delete policy-options policy-statement P term B", "set policy-options policy-statement P term B-1",
      "set policy-options policy-statement P term B-2"], """\
[edit policy-options policy-statement P]
     term A { ... }
-    term B;
+    term B-1;
+    term B-2;"""),
]  # fmt: skip


@pytest.mark.parametrize(("before", "commands", "expected"), CAPTURES)
def test_captured_differences(before, commands, expected):
    old = tree(*before)
    new = tree(*commands, root=old)
    assert "\n".join(compare_text.lines(old, new)) == expected


GUIDE = """\
[edit system login user admin authentication]
-     encrypted-password "$ABC123"; ## SECRET-DATA
+     encrypted-password "$ABC456"; ## SECRET-DATA
[edit system login]
+    user admin2 {
+        uid 2001;
+        class read-only;
+        authentication {
+            encrypted-password "$ABC123"; ## SECRET-DATA
+        }
+    }
[edit system radius-server 192.0.2.15]
-   secret "$9$mfQnEhr"; ## SECRET-DATA
+   secret "$9$y2Iehy"; ## SECRET-DATA"""


def test_the_sample_of_the_guide():
    """The guide's sample; its indents follow no rule, ours do. The edit level shortens them."""
    old = tree(
        "set system login user admin authentication encrypted-password $ABC123",
        "set system radius-server 192.0.2.15 secret $9$mfQnEhr",
    )
    new = tree(
        "set system login user admin authentication encrypted-password $ABC456",
        "set system login user admin2 uid 2001 class read-only",
        "set system login user admin2 authentication encrypted-password $ABC123",
        "set system radius-server 192.0.2.15 secret $9$y2Iehy",
        root=old,
    )
    assert "\n".join(compare_text.lines(old, new)) == GUIDE
    below = "\n".join(compare_text.lines(old, new, at("system")))
    assert below == "\n".join(
        line.replace(" ", "", 1) if line[0] in "+-" else line for line in GUIDE.split("\n")
    )
    assert list(compare_text.lines(old, new, at("snmp"))) == []
    masked = list(compare_text.lines(old, new, mask=True))
    assert "-     encrypted-password /* SECRET-DATA */; ## SECRET-DATA" in masked
    assert not any("$ABC" in line or "$9$" in line for line in masked)


def test_everything_removed():
    old = tree("set snmp location x", "set system name-server 1.1.1.1", "set system name-server 2.2.2.2")
    new = tree("delete snmp", "delete system name-server", root=old)
    assert list(compare_text.lines(old, new)) == [
        "[edit]",
        "-  system {",
        "-      name-server {",
        "-          1.1.1.1;",
        "-          2.2.2.2;",
        "-      }",
        "-  }",
        "-  snmp {",
        "-      location x;",
        "-  }",
    ]


def test_marks_comments_and_moves():
    old = tree(*(f"set protocols mstp interface {name} edge" for name in "abc"), "set system host-name x")
    work = edited("deactivate system host-name", root=old)
    work.apply(
        arrange.insert, at("protocols mstp interface c"), at("protocols mstp interface b"), before=True
    )
    work.apply(marks.annotate, at("system"), "note")
    work.apply(marks.protect, at("protocols"))
    assert list(compare_text.lines(old, work.root)) == [
        "[edit]",
        "+  /* note */",
        "   system { ... }",
        "[edit system]",
        "!   inactive: host-name x;",
        "[edit]",
        "!   protect: protocols { ... }",
        "[edit protocols mstp]",
        "     interface a { ... }",
        "!    interface c { ... }",
    ]
    kinds = {change.kind for change in diff.diff(old, work.root)}
    assert kinds == {diff.Kind.MARKED, diff.Kind.MOVED}
    assert "!   active: host-name x;" in list(compare_text.lines(work.root, old))


def test_the_first_entry_shows_the_one_that_follows():
    old = tree("set protocols mstp interface b")
    work = edited("set protocols mstp interface a", root=old)
    work.apply(
        arrange.insert, at("protocols mstp interface a"), at("protocols mstp interface b"), before=True
    )
    assert list(compare_text.lines(old, work.root)) == [
        "[edit protocols mstp]", "+    interface a;", "     interface b { ... }"
    ]  # fmt: skip


def test_values_on_the_line_of_another_statement_change_with_it():
    old = tree(
        "set routing-options autonomous-system 1", "set protocols mpls label-switched-path l priority 7 0"
    )
    new = tree(
        "set routing-options autonomous-system 2",
        "set protocols mpls label-switched-path l priority 6 0",
        root=old,
    )
    assert list(compare_text.lines(old, new)) == [
        "[edit routing-options]",
        "-   autonomous-system 1;",
        "+   autonomous-system 2;",
        "[edit protocols mpls label-switched-path l]",
        "-     priority 7 0;",
        "+     priority 6 0;",
    ]


def test_a_difference_is_found_without_a_look_at_what_is_shared():
    old = tree(*(f"set interfaces ge-0/0/{n} mtu 9000" for n in range(20)), "set system host-name a")
    new = tree("set system host-name b", "set interfaces ge-0/0/7 mtu 1500", root=old)
    changes = diff.diff(old, new)
    assert [(change.kind.value, change.path[-1].node.name) for change in changes] == [
        ("changed", "mtu"), ("changed", "host-name")
    ]  # fmt: skip
    assert not diff.diff(new, new)


def test_the_same_values_in_another_tree_are_no_difference():
    commands = [
        "set routing-options autonomous-system 1 loops 3",
        "set protocols mpls label-switched-path l priority 7 0",
        "set shapes macro m k v",
    ]
    assert list(compare_text.lines(tree(*commands), tree(*commands))) == []
