"""The sample configurations of the guides, on the languages of their releases."""

from __future__ import annotations

import pytest

from junosim.clock import ManualClock
from junosim.config.commit import Committer
from junosim.config.formats import compare_text, text
from junosim.config.formats import set as set_form
from junosim.config.load import Form, tree_of
from junosim.config.stores import Stores
from junosim.schema import release
from junosim.schema.walk import Step

ROOT = 'set system root-authentication encrypted-password "$6$x"'

ROUTER_1 = """\
set services service-set ss1 next-hop-service inside-service-interface ms-4/0/0.1
set services service-set ss1 next-hop-service outside-service-interface ms-4/0/0.2
set services service-set ss1 ipsec-vpn-options local-gateway 10.0.1.1
set services service-set ss1 ipsec-vpn-rules rule1
set services ipsec-vpn rule rule1 term term1 from source-address 172.16.0.0/16
set services ipsec-vpn rule rule1 term term1 from destination-address 192.168.0.0/16
set services ipsec-vpn rule rule1 term term1 then remote-gateway 10.0.1.2
set services ipsec-vpn rule rule1 term term1 then dynamic ike-policy ike_policy1
set services ipsec-vpn rule rule1 term term1 then dynamic ipsec-policy ipsec_policy1
set services ipsec-vpn rule rule1 term term1 then anti-replay-window-size 4096
set services ipsec-vpn rule rule1 match-direction input
set services ipsec-vpn ipsec proposal ipsec_proposal1 protocol esp
set services ipsec-vpn ipsec proposal ipsec_proposal1 authentication-algorithm hmac-sha-256-128
set services ipsec-vpn ipsec proposal ipsec_proposal1 encryption-algorithm aes-256-cbc
set services ipsec-vpn ipsec policy ipsec_policy1 perfect-forward-secrecy keys group20
set services ipsec-vpn ipsec policy ipsec_policy1 proposals ipsec_proposal1
set services ipsec-vpn ike proposal ike_proposal1 authentication-method pre-shared-keys
set services ipsec-vpn ike proposal ike_proposal1 dh-group group20
set services ipsec-vpn ike proposal ike_proposal1 authentication-algorithm sha-256
set services ipsec-vpn ike proposal ike_proposal1 encryption-algorithm aes-256-cbc
set services ipsec-vpn ike policy ike_policy1 version 2
set services ipsec-vpn ike policy ike_policy1 pre-shared-key ascii-text "$9$mfQnEhr"
set services ipsec-vpn ike policy ike_policy1 proposals ike_proposal1
set services ipsec-vpn traceoptions file ipsec_1
set services ipsec-vpn traceoptions level all
set services ipsec-vpn traceoptions flag all
set services ipsec-vpn establish-tunnels immediately
set interfaces ms-4/0/0 unit 0 family inet
set interfaces ms-4/0/0 unit 1 family inet
set interfaces ms-4/0/0 unit 1 service-domain inside
set interfaces ms-4/0/0 unit 2 family inet
set interfaces ms-4/0/0 unit 2 service-domain outside
set interfaces xe-0/2/0 unit 0 family inet address 10.0.1.1/30
set interfaces lo0 unit 0 family inet address 172.16.0.1/16
set routing-options static route 192.168.0.0/16 next-hop ms-4/0/0.1"""


@pytest.fixture(scope="module")
def mx():
    return release.load("mx19").configuration


@pytest.fixture(scope="module")
def qfx():
    return release.load("qfx20").configuration


def test_the_vpn_of_router_1_is_accepted_committed_shown_and_undone(mx):
    root, _ = tree_of(mx, ROOT)
    stores = Stores(mx, ManualClock(), root)
    assert stores.shared.load(ROUTER_1).problems == ()
    wanted = sorted([*ROUTER_1.split("\n"), ROOT])
    assert sorted(set_form.lines(stores.shared.root)) == wanted
    signs = {line[0] for line in compare_text.lines(root, stores.shared.root)}
    assert signs == {"[", "+"}
    committer = Committer(stores)
    committer.commit(stores.shared, user="crypto-officer")
    shown = "\n".join(text.lines(stores.committed.root))
    back, loaded = tree_of(mx, shown, Form.TEXT)
    assert loaded.problems == ()
    assert sorted(set_form.lines(back)) == wanted
    stores.shared.rollback(stores.revision(1))
    committer.commit(stores.shared, user="crypto-officer")
    assert list(set_form.lines(stores.committed.root)) == [ROOT]


def test_the_crypto_officer(mx):
    root, _ = tree_of(
        mx,
        "set system login user crypto-officer class super-user uid 6400\n"
        'set system login user crypto-officer authentication encrypted-password "<cipher-text>"',
    )
    assert (
        "\n".join(text.lines(root))
        == """\
system {
    login {
        user crypto-officer {
            uid 6400;
            class super-user;
            authentication {
                encrypted-password "<cipher-text>"; ## SECRET-DATA
            }
        }
    }
}"""
    )


AUDITED = """\
system {
    login {
        message "UNAUTHORIZED USE OF THIS ROUTER\\n\\tIS STRICTLY PROHIBITED!";
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
    }
    services {
        ssh;
    }
    radius-server 192.0.2.15 secret "$9$mfQnEhr"; ## SECRET-DATA
    location {
        country-code US;
        building B1;
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
    }
}"""


def test_the_audited_configuration_and_its_changes(qfx):
    old, loaded = tree_of(qfx, AUDITED)
    assert loaded.problems == ()
    once = "\n".join(text.lines(old))
    again, _ = tree_of(qfx, once)
    assert "\n".join(text.lines(again)) == once
    assert (
        "        file messages {\n            any notice;\n            authorization info;\n        }" in once
    )
    stores = Stores(qfx, ManualClock(), old)
    problems = stores.shared.load(
        "system { login { user admin { authentication { encrypted-password $ABC456; } }\n"
        "user admin2 { uid 2001; class read-only; authentication { encrypted-password $ABC123; } } }\n"
        "radius-server 192.0.2.15 { secret $9$y2Iehy; } }"
    ).problems
    assert problems == ()
    assert (
        "\n".join(compare_text.lines(old, stores.shared.root))
        == """\
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
    )


def test_the_event_log_of_the_guide(mx):
    source = """\
syslog {
    file messages {
        any any;
        authorization info;
        change-log any;
        interactive-commands info;
        kernel info;
        pfe info;
    }
    file Audit-File;
}"""
    root, loaded = tree_of(mx, "system {\n" + source + "\n}")
    assert loaded.problems == ()
    shown = "\n".join(text.show(root, (Step(mx.by_name["system"]),)))
    assert shown.startswith(source)
