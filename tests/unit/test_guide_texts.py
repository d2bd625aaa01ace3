"""The configuration texts that the guides print load and show back byte for byte.

What Junos itself puts right is put right here too: the order of statements, typographic quotes, `#` for `##`, a
semicolon that a guide forgot, blanks. Each text names its guide and the rows of the requirements it stands for.
"""

from __future__ import annotations

import pytest

from cli_session import Typist
from junosim.config.formats import text
from junosim.config.load import tree_of
from junosim.schema import release

# guide, hierarchy, as printed, as shown
S1, S2, S3 = "mx19", "mx19", "qfx20"
OFFICER = """\
login {
    user crypto-officer {
        uid 6400;
        authentication {
            encrypted-password "<cipher-text>"; ## SECRET-DATA
        }
        class super-user;
    }
}"""
OFFICER_SHOWN = """\
login {
    user crypto-officer {
        uid 6400;
        class super-user;
        authentication {
            encrypted-password "<cipher-text>"; ## SECRET-DATA
        }
    }
}"""
SELF_TEST = """\
fips {
    self-test {
        periodic {
            start-time "09:00";
            day-of-week 3;
        }
    }
}"""
AUDITED = """\
location {
    country-code US;
    building B1;
}
login {
    message "UNAUTHORIZED USE OF THIS ROUTER\\n\\tIS STRICTLY PROHIBITED!";
    user admin {
        uid 2000;
        class super-user;
        authentication {
            encrypted-password “$ABC123”; # SECRET-DATA
        }
    }
    password {
        format sha512;
    }
}
radius-server 192.0.2.15 {
    secret “$ABC123” # SECRET-DATA
}
services {
    ssh;
}
syslog {
    user *{
        any emergency;
    }
    file messages {
        any notice;
        authorization info;
    }
    file interactive-commands {
        interactive-commands any;
    }
}"""
AUDITED_SHOWN = """\
login {
    user admin {
        uid 2000;
        class super-user;
        authentication {
            encrypted-password "$ABC123"; ## SECRET-DATA
        }
    }
    password {
        format sha512;
    }
    message "UNAUTHORIZED USE OF THIS ROUTER\\n\\tIS STRICTLY PROHIBITED!";
}
services {
    ssh;
}
location {
    country-code US;
    building B1;
}
radius-server 192.0.2.15 {
    secret "$9$mfQnEhr"; ## SECRET-DATA
}
syslog {
    user * {
        any emergency;
    }
    file messages {
        any notice;
        authorization info;
    }
    file interactive-commands {
        interactive-commands any;
    }
}"""
TEXTS = [
    ("R-ROLE-007 T-USER", S1, OFFICER, OFFICER_SHOWN),
    ("R-ROLE-007 T-USER", S3, OFFICER, OFFICER_SHOWN),
    ("R-STP-002 self-tests at given times", S2, SELF_TEST, None),
    ("one file, no messages chosen", S1, "syslog {\n    file Audit-File;\n}", "syslog {\n    file Audit-File;\n}"),
    ("one file, no messages chosen", S3, "syslog {\n    file messages;\n}", "syslog {\n    file messages;\n}"),
    *(
        ("audit", S3, f"syslog {{\n    file messages {{\n{lines}    }}\n}}", None)
        for lines in (
            "        any any;\n",
            "        authorization info;\n        change-log info;\n        interactive-commands info;\n",
            "        any any;\n        authorization info;\n        change-log any;\n"
            "        interactive-commands info;\n        kernel info;\n        pfe info;\n",
        )
    ),
    ("T-CMP", S3, AUDITED, AUDITED_SHOWN),
]  # fmt: skip


def mended(source):
    """What an editor makes of a text copied from a guide before it is loaded."""
    plain = source.replace("“", '"').replace("”", '"').replace("user *{", "user * {")
    return plain.replace('secret "$ABC123" #', 'secret "$9$mfQnEhr"; #')


@pytest.mark.parametrize(("row", "name", "printed", "expected"), TEXTS)
def test_a_text_of_a_guide_is_shown_as_the_device_shows_it(row, name, printed, expected):
    schema = release.load(name).configuration
    root, loaded = tree_of(schema, f"system {{\n{mended(printed)}\n}}\n")
    assert loaded.problems == (), row
    lines = list(text.lines(root))
    assert (lines[0], lines[-1]) == ("system {", "}")
    shown = "\n".join(line[4:] for line in lines[1:-1])
    assert shown == (printed if expected is None else expected)
    again, _ = tree_of(schema, "\n".join(lines))
    assert list(text.lines(again)) == lines


# ------------------------------------------------------------------ what the guides do at the prompt


@pytest.fixture
def typist():
    return Typist()


def test_the_banner_line_follows_the_level(typist):
    """R-PRMT-004: `edit system` shows `[edit system]`; deeper levels and `up` likewise."""
    typist.line("configure")
    assert typist.send("edit system\r").endswith("[edit system]\nlab@r1# ")
    assert typist.send("edit login user crypto-officer\r").endswith(
        "[edit system login user crypto-officer]\nlab@r1# "
    )
    assert typist.send("up 2\r").endswith("[edit system]\nlab@r1# ")
    assert typist.send("top\r").endswith("[edit]\nlab@r1# ")


def test_exit_leads_out_step_by_step(typist):
    """R-PRMT-005: from configuration mode to operational mode, then out."""
    typist.line("configure")
    shown = typist.send("exit\r")
    assert "Exiting configuration mode" in shown
    assert shown.endswith("lab@r1> ")
    typist.send("exit\r")
    assert typist.session.effects()


def test_secrets_are_shown_as_cipher_text_with_their_mark(typist):
    """R-PRMT-006, R-ROLE-007 with T-USER: hashes and reversible secrets carry `## SECRET-DATA`."""
    typist.lines(
        "configure",
        "set system login user crypto-officer uid 6400 class super-user",
        "set system login user crypto-officer authentication encrypted-password <cipher-text>",
        "set system radius-server 192.0.2.15 secret clear",
        "edit system login",
    )
    assert typist.line("show user crypto-officer") == (
        'uid 6400;\nclass super-user;\nauthentication {\n    encrypted-password "<cipher-text>"; ## SECRET-DATA\n}'
    )
    secret = typist.line("top show system radius-server")
    assert "clear" not in secret
    assert secret.endswith("; ## SECRET-DATA\n}")


def test_a_comparison_has_headings_and_signs(typist):
    """R-PRMT-007 with T-CMP, with the indents that captures have."""
    typist.lines(
        "configure",
        "set system login user admin uid 2100 class super-user",
        "set system login user admin authentication encrypted-password $6$ABC123",
        "set system radius-server 192.0.2.15 secret $9$mfQnEhr",
        "commit",
        "set system login user admin authentication encrypted-password $6$ABC456",
        "set system login user admin2 uid 2101 class read-only",
        "set system login user admin2 authentication encrypted-password $6$ABC123",
        "set system radius-server 192.0.2.15 secret $9$y2Iehy",
    )
    assert (
        typist.line("show | compare")
        == """\
[edit system login user admin authentication]
-     encrypted-password "$6$ABC123"; ## SECRET-DATA
+     encrypted-password "$6$ABC456"; ## SECRET-DATA
[edit system login]
+    user admin2 {
+        uid 2101;
+        class read-only;
+        authentication {
+            encrypted-password "$6$ABC123"; ## SECRET-DATA
+        }
+    }
[edit system radius-server 192.0.2.15]
-   secret "$9$mfQnEhr"; ## SECRET-DATA
+   secret "$9$y2Iehy"; ## SECRET-DATA"""
    )


def test_ntp_is_disabled_by_deactivation(typist):
    """R-TIME-001: `deactivate system ntp`, and the one that comes from a group."""
    typist.lines(
        "configure",
        "set system ntp server 192.0.2.1",
        "set groups global system ntp server 192.0.2.2",
        "set apply-groups global",
        "commit",
    )
    assert typist.lines("deactivate system ntp", "deactivate groups global system ntp", "commit") == (
        "commit complete"
    )
    assert typist.line("show system ntp") == "##\n## inactive: system ntp\n##\nserver 192.0.2.1;"
    assert "inactive: ntp {\n    server 192.0.2.1;\n}" in typist.line("show system")
    assert typist.line("show groups global") == (
        "system {\n    inactive: ntp {\n        server 192.0.2.2;\n    }\n}"
    )
    assert "deactivate system ntp" in typist.line("show | display set").split("\n")
