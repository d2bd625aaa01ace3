"""The statements and commands that the guides type, with the placeholders of the guides filled in.

S1 mx104-fips-guide, S2 mx240-480-960-fips-guide, S3 ex4650-qfx5k-cc-guide (20.2R1). Spelling errors of the
guides are corrected.
"""

_IPSEC = """
services ipsec-vpn establish-tunnels immediately
services ipsec-vpn ike policy ike_policy1 proposals ike_proposal1
services ipsec-vpn ike policy ike_policy1 version 2
services ipsec-vpn ike proposal ike_proposal1 authentication-algorithm sha-256
services ipsec-vpn ike proposal ike_proposal1 authentication-method pre-shared-keys
services ipsec-vpn ike proposal ike_proposal1 dh-group group20
services ipsec-vpn ike proposal ike_proposal1 encryption-algorithm aes-256-cbc
services ipsec-vpn ipsec policy ipsec_policy1 perfect-forward-secrecy keys group20
services ipsec-vpn ipsec policy ipsec_policy1 proposals ipsec_proposal1
services ipsec-vpn ipsec proposal ipsec_proposal1 authentication-algorithm hmac-sha-256-128
services ipsec-vpn ipsec proposal ipsec_proposal1 encryption-algorithm aes-256-cbc
services ipsec-vpn ipsec proposal ipsec_proposal1 protocol esp
services ipsec-vpn rule rule1 match-direction input
services ipsec-vpn rule rule1 term term1 from destination-address 172.16.0.0/16
services ipsec-vpn rule rule1 term term1 from source-address 192.168.0.0/16
services ipsec-vpn rule rule1 term term1 then anti-replay-window-size 4096
services ipsec-vpn rule rule1 term term1 then dynamic ike-policy ike_policy1
services ipsec-vpn rule rule1 term term1 then dynamic ipsec-policy ipsec_policy1
services ipsec-vpn rule rule1 term term1 then remote-gateway 10.0.1.2
services ipsec-vpn traceoptions file ipsec_1
services ipsec-vpn traceoptions flag all
services ipsec-vpn traceoptions level all
services service-set ss1 ipsec-vpn-options local-gateway 10.0.1.1
services service-set ss1 ipsec-vpn-rules rule1
services service-set ss1 next-hop-service inside-service-interface ms-4/0/0.1
services service-set ss1 next-hop-service outside-service-interface ms-4/0/0.2
"""

_MACSEC = """
bridge-domains BD-110 domain-type bridge
bridge-domains BD-110 interface xe-0/0/1.100
bridge-domains BD-110 vlan-id 100
security macsec connectivity-association CA1 cipher-suite gcm-aes-256
security macsec connectivity-association CA1 include-sci
security macsec connectivity-association CA1 mka key-server-priority 1
security macsec connectivity-association CA1 mka should-secure
security macsec connectivity-association CA1 mka must-secure
security macsec connectivity-association CA1 mka transmit-interval 3000
security macsec connectivity-association CA1 offset 50
security macsec connectivity-association CA1 pre-shared-key-chain macsec-kc1
security macsec connectivity-association CA1 pre-shared-key ckn 2345678922334455667788992223334445556667778889992222333344445555
security macsec connectivity-association CA1 pre-shared-key cak 23456789223344556677889922233344
security macsec connectivity-association CA1 replay-protect replay-window-size 64
security macsec connectivity-association CA1 secure-channel SC1 direction inbound
security macsec connectivity-association CA1 secure-channel SC1 id mac-address 00:11:22:33:44:55
security macsec connectivity-association CA1 secure-channel SC1 id port-id 1
security macsec connectivity-association CA1 secure-channel SC1 offset 30
security macsec connectivity-association CA1 security-mode static-cak
security macsec interfaces xe-0/0/1 connectivity-association CA1
security macsec interfaces xe-0/0/1 traceoptions file mka_xe size 1g
security macsec interfaces xe-0/0/1 traceoptions flag all
security macsec traceoptions file MACsec.log
security macsec traceoptions file size 4000000000
security macsec traceoptions flag all
security authentication-key-chains key-chain macsec-kc1 tolerance 20
security authentication-key-chains key-chain macsec-kc1 key 0 start-time 2018-03-20.20:35
"""

_INTERFACES = """
interfaces ge-2/0/0 unit 0 family inet address 10.0.1.2/30
interfaces xe-0/0/1 encapsulation flexible-ethernet-services
interfaces xe-0/0/1 flexible-vlan-tagging
interfaces xe-0/0/1 unit 100 encapsulation vlan-bridge
interfaces xe-0/0/1 unit 100 vlan-id 100
interfaces lo0 unit 0 family inet address 172.16.0.1/16
interfaces ms-4/0/0 unit 0 family inet
interfaces ms-4/0/0 unit 1 family inet
interfaces ms-4/0/0 unit 1 service-domain inside
interfaces ms-4/0/0 unit 2 service-domain outside
interfaces xe-0/2/0 unit 0 family inet address 10.0.1.1/30
routing-options static route 192.168.0.0/16 next-hop ms-4/0/0.1
"""

_SYSTEM = """
system domain-name example.net
system login announcement "Authorized users only"
system login class monitor permissions trace
system login class security-admin idle-timeout 2
system login class security-admin permissions all
system login message "UNAUTHORIZED USE OF THIS ROUTER\\n\\tIS STRICTLY PROHIBITED!"
system login password change-type character-sets
system login password format sha256
system login password format sha512
system login password minimum-changes 3
system login password minimum-length 10
system login retry-options backoff-factor 5
system login retry-options backoff-threshold 1
system login retry-options lockout-period 5
system login retry-options tries-before-disconnect 3
system login user NDcPPv2-user class security-admin
system login user crypto-officer uid 6400 class super-user
system login user fips-user1 uid 6401 class read-only
system services netconf ssh
system services ssh root-login deny
system services ssh ciphers aes128-cbc
system services ssh ciphers aes256-ctr
system services ssh hostkey-algorithm no-ssh-dss
system services ssh hostkey-algorithm no-ssh-ed25519
system services ssh hostkey-algorithm ssh-ecdsa
system services ssh hostkey-algorithm ssh-rsa
system services ssh key-exchange ecdh-sha2-nistp256
system services ssh key-exchange ecdh-sha2-nistp384
system services ssh key-exchange ecdh-sha2-nistp521
system services ssh log-key-changes
system services ssh macs hmac-sha1
system services ssh macs hmac-sha2-256
system services ssh macs hmac-sha2-512
system syslog archive files 2
system syslog file messages any any
system syslog file Audit_logs any any
system syslog file Audit_logs archive size 10m
system syslog file Audit_logs explicit-priority
system syslog file Audit_logs structured-data
"""

_MX = """
system fips chassis level 1
system fips self-test periodic start-time 09:00
system fips self-test periodic day-of-week 3
"""

_QFX = """
system fips level 1
system services ssh key-exchange dh-group14-sha1
"""


def _lines(*blocks: str) -> tuple[str, ...]:
    return tuple(line for block in blocks for line in block.strip().splitlines())


MX_STATEMENTS = _lines(_SYSTEM, _MX, _INTERFACES, _IPSEC, _MACSEC)
"""What S1 and S2 set, as typed after `set`."""

QFX_STATEMENTS = _lines(_SYSTEM, _QFX)
"""What S3 sets, as typed after `set`."""

COMMANDS = _lines("""
configure
edit
file show /var/log/messages
request system reboot
request system software add jpfe-fips-powerpc-19.1R3-S7.2.tgz
request system zeroize
request vmhost reboot
request vmhost zeroize no-forwarding
set cli timestamp
set date 201803202034.00
show chassis alarms
show log messages
show services ipsec-vpn ike security-associations detail
show services ipsec-vpn ipsec security-associations detail
show system uptime
show system users
show version
""")
"""The operational commands of the guides."""
