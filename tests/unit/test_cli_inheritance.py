"""`| display inheritance`: what the terminal shows of statements that come from groups, and what they bring about."""

from __future__ import annotations

import pytest

from cli_session import Typist
from junosim.access.passwords import make_hash
from junosim.assemble.front import Front
from junosim.entropy import SeededEntropy

GROUP = (
    "set groups node system host-name r9",
    "set groups node system services netconf ssh",
    "set groups node system name-server 10.0.0.100",
    "set groups node interfaces <ge-*> mtu 300",
    'set groups node interfaces xe-0/0/1 description "two words"',
    "set groups node interfaces xe-0/0/1 unit 0 family inet address 10.0.0.1/24",
    "set groups node snmp interface so-1/1/1.0",
    "set groups node protocols isis traffic-engineering disable",
    "set apply-groups node",
    "delete system host-name",
    "delete system services netconf",
    "set system name-server 10.0.0.1",
    "set snmp interface so-0/0/0.0",
    "set interfaces ge-0/0/1 apply-groups node",
    "set interfaces ge-0/0/1 unit 0",
)

INTERFACES = """\
ge-0/0/1 {
    ##
    ## '300' was inherited from group 'node'
    ##
    mtu 300;
    unit 0;
}
fxp0 {
    unit 0 {
        family inet {
            address 192.0.2.10/24;
        }
    }
}
##
## 'xe-0/0/1' was inherited from group 'node'
##
xe-0/0/1 {
    ##
    ## 'two words' was inherited from group 'node'
    ##
    description "two words";
    ##
    ## '0' was inherited from group 'node'
    ##
    unit 0 {
        ##
        ## 'inet' was inherited from group 'node'
        ##
        family inet {
            ##
            ## '10.0.0.1/24' was inherited from group 'node'
            ##
            address 10.0.0.1/24;
        }
    }
}"""


@pytest.fixture(scope="module")
def committed():
    typist = Typist()
    typist.line("configure")
    for line in GROUP:
        assert typist.line(line) == ""
    assert typist.line("commit") == "commit complete"
    return typist


def test_containers_entries_and_values_name_their_group(committed):
    assert committed.line("show interfaces | display inheritance") == INTERFACES
    assert committed.line("run show configuration interfaces | display inheritance") == INTERFACES


def test_without_the_pipe_only_what_is_written_is_shown(committed):
    assert committed.line("show interfaces ge-0/0/1") == "apply-groups node;\nunit 0;"
    assert committed.line("show interfaces xe-0/0/1") == ""


def test_a_single_statement_and_one_line_statements(committed):
    assert committed.line("show system host-name | display inheritance").split("\n") == [
        "##",
        "## 'r9' was inherited from group 'node'",
        "##",
        "host-name r9;",
    ]
    assert committed.line("show protocols isis | display inheritance").split("\n") == [
        "##",
        "## 'traffic-engineering' was inherited from group 'node'",
        "## 'disable' was inherited from group 'node'",
        "##",
        "traffic-engineering disable;",
    ]


def test_values_and_entries_of_one_statement_are_told_apart(committed):
    assert committed.line("show snmp | display inheritance").split("\n") == [
        "##",
        "## 'so-1/1/1.0' was inherited from group 'node'",
        "##",
        "interface [ so-0/0/0.0 so-1/1/1.0 ];",
    ]
    assert committed.line("show system name-server | display inheritance").split("\n") == [
        "10.0.0.1;",
        "##",
        "## '10.0.0.100' was inherited from group 'node'",
        "##",
        "10.0.0.100;",
    ]


def test_groups_share_one_pair_of_braces(committed):
    shown = committed.line("show | find ^groups").split("\n")
    assert shown[:3] == ["groups {", "    node {", "        system {"]
    assert committed.line("show groups").split("\n")[:2] == ["node {", "    system {"]


def test_brief_has_no_frames_terse_no_lines_of_its_own_and_no_comments_nothing(committed):
    show = "show system services | display inheritance "
    ssh = ["ssh {", "    sftp-server;", "}"]
    assert committed.line(show + "brief").split("\n") == [
        *ssh,
        "## 'netconf' was inherited from group 'node'",
        "netconf {",
        "    ## 'ssh' was inherited from group 'node'",
        "    ssh;",
        "}",
    ]
    assert committed.line(show + "terse").split("\n") == [
        *ssh,
        "netconf { ## 'netconf' was inherited from group 'node'",
        "    ssh; ## 'ssh' was inherited from group 'node'",
        "}",
    ]
    plain = "ssh {\n    sftp-server;\n}\nnetconf {\n    ssh;\n}"
    assert committed.line(show + "no-comments") == plain
    assert committed.line("show system services | display inheritance | except ##") == plain


def test_the_other_forms_show_what_is_inherited_too(committed):
    show = "show interfaces xe-0/0/1 | display inheritance | display "
    assert committed.line(show + "set").split("\n") == [
        'set interfaces xe-0/0/1 description "two words"',
        "set interfaces xe-0/0/1 unit 0 family inet address 10.0.0.1/24",
    ]
    from_range = '<description junos:interface-range="'
    assert from_range in committed.line(show + "xml") or '<description junos:group="' in committed.line(
        show + "xml"
    )
    assert '"description" : "two words"' in committed.line(show + "json")
    assert committed.line("show interfaces xe-0/0/1 | display set | display inheritance no-comments") == (
        committed.line(show + "set")
    )


def test_all_of_it_has_neither_groups_nor_applications(committed):
    shown = committed.line("show | display inheritance no-comments").split("\n")
    assert shown[0].startswith("## Last changed: ")
    assert shown[1] == "version 19.1R2.8;"
    assert not [line for line in shown if "groups" in line]
    assert "    host-name r9;" in shown


def test_defaults_come_from_a_group_of_their_own(committed):
    shown = committed.line("show applications | display inheritance defaults").split("\n")
    assert shown[:4] == [
        "##",
        "## 'junos-bgp' was inherited from group 'junos-defaults'",
        "##",
        "application junos-bgp;",
    ]
    assert committed.line("show applications | display inheritance") == ""


def test_groups_themselves_are_shown_as_they_are(committed):
    plain = committed.line("show groups node snmp")
    assert plain == "interface so-1/1/1.0;"
    assert committed.line("show groups node snmp | display inheritance") == plain


def test_an_edit_level_shows_what_it_inherits():
    typist = Typist()
    typist.lines("configure", *GROUP, "edit interfaces xe-0/0/1")
    assert typist.line("show | display inheritance no-comments").split("\n")[0] == 'description "two words";'


def test_secrets_of_groups_stay_secret():
    typist = Typist(
        permissions=("configure", "view", "view-configuration", "access-control", "secret-control")
    )
    typist.lines(
        "configure",
        'set groups g access radius-server 10.0.0.1 secret "$9$mfQnEhr"',
        "set apply-groups g",
    )
    shown = typist.line("show access | display inheritance")
    assert "SECRET-DATA" in shown
    assert "mfQ" not in shown


def test_names_of_groups_are_completed(committed):
    assert "  node" in committed.send("set interfaces xe-0/0/0 apply-groups ?").split("\n")
    committed.send("\x15")
    assert committed.send("set interfaces xe-0/0/0 apply-groups n\t").endswith(" node ")
    committed.send("\x15")


# ------------------------------------------------------------------ what inherited statements bring about


def test_host_name_and_time_zone_of_a_group_take_effect(committed):
    assert committed.device.host_name == "r9"
    assert committed.send("\r").endswith("lab@r9# ")


def test_what_deactivates_a_statement_of_a_group_ends_its_effect():
    """R-TIME-001."""
    typist = Typist()
    typist.lines("configure", "set groups global system ntp server 10.1.4.2", "set apply-groups global")
    assert typist.line("commit") == "commit complete"
    assert typist.line("show system ntp | display inheritance no-comments") == "server 10.1.4.2;"
    assert typist.line("deactivate groups global system ntp") == ""
    assert typist.line("show groups global").split("\n")[1] == "    inactive: ntp {"
    assert typist.line("commit") == "commit complete"
    assert typist.line("show system ntp | display inheritance no-comments") == ""
    typist.lines(
        "activate groups global system ntp", "set system ntp server 10.1.4.3", "deactivate system ntp"
    )
    assert typist.line("commit") == "commit complete"
    assert typist.line("show system").count("inactive: ntp {") == 1


def test_an_undefined_group_is_refused_at_its_place():
    typist = Typist()
    typist.lines("configure", "set system apply-groups axp")
    assert typist.line("commit check").split("\n") == [
        "[edit system]",
        "  'apply-groups axp'",
        "    group 'axp' is not defined",
        "error: configuration check-out failed",
    ]


def test_what_is_required_and_inherited_is_not_missed():
    typist = Typist()
    typist.lines("configure", "delete system root-authentication")
    assert "missing mandatory" in typist.line("show system")
    typist.lines(
        'set groups g system root-authentication encrypted-password "$6$salt$hash"', "set apply-groups g"
    )
    assert "missing mandatory" not in typist.line("show system")
    assert "missing mandatory" not in typist.line("show system | display inheritance")


def test_users_classes_and_messages_of_a_group_count_at_the_door():
    typist = Typist()
    front = Front(typist.device, "r1")
    hashed = make_hash("Group-1secret", SeededEntropy(3))
    typist.lines(
        "configure",
        f'set groups staff system login user joe authentication encrypted-password "{hashed}"',
        "set groups staff system login user <*> class readers",
        "set groups staff system login class readers permissions view",
        'set groups staff system login message "authorized only"',
        "set groups staff system services ssh ciphers aes256-ctr",
        "delete system login user fips-user class",
        "set apply-groups staff",
    )
    assert not front.has_user("joe")
    assert typist.line("commit") == "commit complete"
    assert front.has_user("joe")
    assert front.password_check("joe", "Group-1secret")()
    assert not front.password_check("joe", "group-1secret")()
    assert front.banner() == "authorized only\r\n"
    assert front.algorithms().ciphers == ("aes256-ctr",)
    reader = Typist(typist.device, user="joe", permissions=None)
    assert "unknown command" in reader.line("configure")
    typist.line("deactivate apply-groups")
    typist.line("set system login user fips-user class read-only")
    assert typist.line("commit") == "commit complete"
    assert not front.has_user("joe")
    assert not front.password_check("joe", "Group-1secret")()
    assert front.banner() is None
