"""Edits: what each does to a tree, what it refuses, and that frozen trees never change."""

from __future__ import annotations

import pytest

import config_session
from junosim.config import arrange, edit, marks, protection
from junosim.config.formats import set as set_form
from junosim.config.tree import Branch
from junosim.config.workspace import Workspace
from junosim.errors import ConfigurationError

at, SCHEMA, tree, edited = (
    config_session.at, config_session.SCHEMA, config_session.tree, config_session.edited
)  # fmt: skip


def lines(work):
    return list(set_form.lines(work.root))


def refused(work, operation, *args, **more):
    before = lines(work)
    with pytest.raises(ConfigurationError) as caught:
        work.apply(operation, *args, **more)
    assert lines(work) == before
    return caught.value.message, caught.value.severity


def test_setting_one_member_of_a_choice_deletes_the_others():
    work = edited(
        "set routing-options static route 10.0.0.0/8 next-hop 1.1.1.1",
        "set routing-options static route 10.0.0.0/8 preference 5",
        "set routing-options static route 10.0.0.0/8 discard",
    )
    assert lines(work) == [
        "set routing-options static route 10.0.0.0/8 discard",
        "set routing-options static route 10.0.0.0/8 preference 5",
    ]


def test_a_leaf_is_replaced_and_a_leaf_list_grows():
    work = edited(
        "set system host-name a", "set system host-name b", "set apply-groups x", "set apply-groups [ x y ]"
    )
    assert lines(work) == ["set apply-groups x", "set apply-groups y", "set system host-name b"]


def test_a_list_takes_no_more_than_its_maximum():
    work = edited("set shapes few 1", "set shapes few 2", "set shapes few 2 text t")
    assert refused(work, edit.set_, at("shapes few 3")) == ("number of elements exceeds limit of 2", "error")


def test_an_empty_container_without_meaning_is_not_made():
    work = edited("set system login", "set system services ssh", "set interfaces ge-0/0/0 unit 0 family")
    assert lines(work) == ["set system services ssh", "set interfaces ge-0/0/0 unit 0"]


def test_deleting_prunes_containers_but_neither_entries_nor_presence():
    work = edited(
        "set system login user a class c",
        "set system services ssh root-login deny",
        "set snmp location here",
        "delete system login user a class",
        "delete system services ssh root-login",
        "delete snmp location",
    )
    assert lines(work) == ["set system login user a", "set system services ssh"]


def test_deleting_values_entries_lists_and_everything():
    work = edited(
        "set apply-groups [ a b ]", "set system name-server 1.1.1.1", "set system name-server 2.2.2.2"
    )
    work.apply(edit.delete, at("apply-groups a"))
    work.apply(edit.delete, at("system name-server 1.1.1.1"))
    assert lines(work) == ["set apply-groups b", "set system name-server 2.2.2.2"]
    work.apply(edit.delete, at("system name-server"))
    assert lines(work) == ["set apply-groups b"]
    work.apply(edit.delete, ())
    assert lines(work) == []


@pytest.mark.parametrize(
    "words", ["system", "system host-name other", "apply-groups z", "interfaces ge-0/0/0"]
)
def test_deleting_what_is_not_there_is_a_warning(words):
    work = edited("set snmp location x", "set apply-groups a")
    if "other" in words:
        work = edited("set system host-name one")
    assert refused(work, edit.delete, at(words)) == ("statement not found", "warning")


def test_clearing_a_level_keeps_the_list_entry():
    work = edited("set interfaces ge-0/0/0 unit 0 description x", "set system host-name h")
    work.apply(edit.clear, at("interfaces ge-0/0/0"))
    work.apply(edit.clear, at("system"))
    assert lines(work) == ["set interfaces ge-0/0/0"]


def test_rename_keeps_the_place():
    work = edited(
        "set system name-server 1.1.1.1", "set system name-server 2.2.2.2", "set apply-groups [ a b ]"
    )
    work.apply(arrange.rename, at("system name-server 1.1.1.1"), at("system name-server 3.3.3.3"))
    work.apply(arrange.rename, at("apply-groups a"), at("apply-groups c"))
    assert lines(work) == [
        "set apply-groups c", "set apply-groups b",
        "set system name-server 3.3.3.3", "set system name-server 2.2.2.2",
    ]  # fmt: skip


def test_a_copy_shares_nothing_that_a_later_edit_changes():
    work = edited("set interfaces ge-0/0/0 unit 0 description x")
    work.apply(arrange.copy, at("interfaces ge-0/0/0"), at("interfaces ge-0/0/1"))
    work.apply(edit.set_, at("interfaces ge-0/0/0 unit 0 description y"))
    assert lines(work) == [
        "set interfaces ge-0/0/0 unit 0 description y", "set interfaces ge-0/0/1 unit 0 description x"
    ]  # fmt: skip


def test_rename_and_copy_refuse_missing_sources_and_taken_targets():
    work = edited("set system name-server 1.1.1.1", "set system name-server 2.2.2.2")
    one, two, three = (at(f"system name-server {n}.{n}.{n}.{n}") for n in (1, 2, 3))
    assert refused(work, arrange.rename, one, two) == ("target 'name-server 2.2.2.2' already exists", "error")
    assert refused(work, arrange.copy, three, one) == ("statement 'name-server 3.3.3.3' not found", "error")


def test_insert_moves_before_and_after():
    work = edited(*(f"set protocols mstp interface {name}" for name in "abc"))
    place = "protocols mstp interface "
    work.apply(arrange.insert, at(place + "c"), at(place + "a"), before=True)
    work.apply(arrange.insert, at(place + "a"), at(place + "b"), before=False)
    assert [line[-1] for line in lines(work)] == ["c", "b", "a"]
    assert refused(work, arrange.insert, at(place + "x"), at(place + "a"), before=True)[0].endswith(
        "not found"
    )


def test_only_lists_that_the_user_orders_take_insert():
    work = edited("set interfaces ge-0/0/0", "set interfaces ge-0/0/1")
    message, _ = refused(
        work, arrange.insert, at("interfaces ge-0/0/1"), at("interfaces ge-0/0/0"), before=True
    )
    assert message == "statement 'ge-0/0/1' is not in an ordered list"


def test_marks_come_and_go():
    work = edited("set system host-name x", "deactivate system host-name", "protect system")
    assert lines(work) == ["set system host-name x", "deactivate system host-name", "protect system"]
    assert refused(work, marks.protect, at("system")) == ("statement is already protected", "warning")
    work.apply(marks.unprotect, at("system"))
    work.apply(marks.activate, at("system host-name"))
    assert refused(work, marks.activate, at("system host-name")) == ("statement is not inactive", "warning")
    assert refused(work, marks.deactivate, at("snmp")) == ("statement not found", "warning")
    assert lines(work) == ["set system host-name x"]


def test_what_is_protected_cannot_be_changed():
    work = edited("set system login user backdoor class operator", "protect system login user backdoor")
    inside = at("system login user backdoor class")
    assert refused(work, edit.delete, inside) == (
        "[system login user backdoor] is protected, 'system login user backdoor class' cannot be deleted", "warning"
    )  # fmt: skip
    assert refused(work, edit.delete, at("system login user backdoor")) == (
        "[system login user backdoor] is protected, 'system login user backdoor' cannot be deleted", "warning"
    )  # fmt: skip
    message, severity = refused(work, edit.set_, at("system login user backdoor uid 2000"))
    assert severity == "error"
    assert message.startswith(
        "[system login user backdoor] is protected, 'system login user backdoor uid 2000'"
    )


@pytest.mark.parametrize("path", ["system login", "system", "", "system login user"])
def test_what_is_protected_stays_when_what_it_lies_in_is_deleted(path):
    """Vendor documentation: unprotected statements of the hierarchy go, protected ones are preserved."""
    work = edited(
        "set system login user backdoor class operator",
        "set system login user other class operator",
        "set system host-name x",
        "protect system login user backdoor",
    )
    before = lines(work)
    work.apply(edit.delete, at(path))
    gone = {"system login": 1, "system": 2, "": 2, "system login user": 1}[path]
    assert len(lines(work)) == len(before) - gone
    assert "set system login user backdoor class operator" in lines(work)
    assert "set system login user other class operator" not in lines(work)


def test_clearing_a_level_keeps_the_protected_statements_in_it():
    work = edited(
        "set interfaces ge-0/0/0 mtu 1",
        "set interfaces ge-0/0/0 description x",
        "protect interfaces ge-0/0/0 mtu",
    )
    work.apply(edit.clear, at("interfaces ge-0/0/0"))
    assert lines(work) == ["set interfaces ge-0/0/0 mtu 1", "protect interfaces ge-0/0/0 mtu"]
    assert protection.warnings(work.root, at("interfaces")) == [
        "[interfaces ge-0/0/0 mtu] is protected, 'interfaces' cannot be deleted"
    ]


def test_a_protected_leaf_keeps_its_value():
    work = edited(
        "set system host-name a", "protect system host-name", "set apply-groups x", "protect apply-groups"
    )
    message, _ = refused(work, edit.set_, at("system host-name b"))
    assert message == "[system host-name] is protected, 'system host-name b' cannot be modified"
    assert refused(work, edit.set_, at("apply-groups y")) is not None
    assert lines(work)[-1] == "protect system host-name"


def test_a_protected_case_of_a_choice_stays():
    work = edited(
        "set routing-options static route 10.0.0.0/8 next-hop 1.1.1.1",
        "protect routing-options static route 10.0.0.0/8 next-hop",
    )
    message, _ = refused(work, edit.set_, at("routing-options static route 10.0.0.0/8 discard"))
    assert message.endswith("'routing-options static route 10.0.0.0/8 next-hop' cannot be deleted")


def test_edits_leave_the_tree_they_started_from_alone():
    start = tree("set system host-name a", "set interfaces ge-0/0/0 unit 0", "set apply-groups g")
    before = list(set_form.lines(start))
    work = Workspace(start)
    work.apply(edit.set_, at("system host-name b"))
    work.apply(edit.delete, at("interfaces ge-0/0/0 unit 0"))
    work.apply(marks.deactivate, at("interfaces ge-0/0/0"))
    work.apply(marks.annotate, at("system"), "note")
    work.apply(edit.set_, at("apply-groups h"))
    assert list(set_form.lines(start)) == before
    assert work.root.children["interfaces"] is not start.children["interfaces"]


def test_an_edit_copies_only_its_own_path():
    start = tree("set system host-name a", "set snmp location x")
    root = edit.set_(start, object(), at("system host-name b"))
    assert root.children["snmp"] is start.children["snmp"]


def test_an_owned_tree_is_changed_in_place():
    owner = object()
    root = edit.set_(Branch(SCHEMA), owner, at("system host-name a"))
    assert edit.set_(root, owner, at("system host-name b")) is root
