"""What the guides name: statements as paths of XML names, secrets, and the help texts they print.

Collected by hand from the `set` and `prompt` lines and the listings of the MX240/480/960, MX104 and EX4650/QFX5k
guides. `*` stands for an entry of a list.
"""

GUIDE_STATEMENTS = tuple(
    line.strip()
    for line in """
    system
    system archival
    system authentication-order
    system fips
    system fips chassis level
    system fips level
    system fips self-test
    system fips self-test periodic
    system fips self-test periodic day-of-month
    system fips self-test periodic day-of-week
    system fips self-test periodic month
    system fips self-test periodic start-time
    system host-name
    system location
    system location building
    system location country-code
    system location floor
    system location rack
    system login
    system login announcement
    system login class
    system login class * allow-commands
    system login class * allow-configuration
    system login class * deny-commands
    system login class * deny-configuration
    system login class * idle-timeout
    system login class * permissions
    system login idle-timeout
    system login message
    system login password
    system login password change-type
    system login password format
    system login password maximum-length
    system login password minimum-changes
    system login password minimum-length
    system login password minimum-lower-cases
    system login password minimum-numerics
    system login password minimum-punctuations
    system login password minimum-upper-cases
    system login retry-options
    system login retry-options backoff-factor
    system login retry-options backoff-threshold
    system login retry-options lockout-period
    system login retry-options maximum-time
    system login retry-options minimum-time
    system login retry-options tries-before-disconnect
    system login user
    system login user * authentication
    system login user * authentication encrypted-password
    system login user * authentication ssh-ecdsa
    system login user * authentication ssh-ed25519
    system login user * authentication ssh-rsa
    system login user * class
    system login user * full-name
    system login user * uid
    system ntp
    system ntp authentication-key
    system ntp boot-server
    system ntp server
    system ports
    system ports auxiliary
    system ports console
    system radius-server
    system radius-server * accounting-port
    system radius-server * port
    system radius-server * retry
    system radius-server * secret
    system radius-server * source-address
    system radius-server * timeout
    system root-authentication
    system root-authentication encrypted-password
    system root-authentication ssh-ecdsa
    system root-authentication ssh-rsa
    system services
    system services finger
    system services ftp
    system services netconf
    system services netconf ssh
    system services ssh
    system services ssh ciphers
    system services ssh hostkey-algorithm
    system services ssh hostkey-algorithm no-ssh-dss
    system services ssh hostkey-algorithm no-ssh-ed25519
    system services ssh hostkey-algorithm ssh-ecdsa
    system services ssh hostkey-algorithm ssh-rsa
    system services ssh key-exchange
    system services ssh log-key-changes
    system services ssh macs
    system services ssh rekey
    system services ssh rekey data-limit
    system services ssh rekey time-limit
    system services ssh root-login
    system services telnet
    system services tftp-server
    system services xnm-clear-text
    system syslog
    system syslog archive
    system syslog archive files
    system syslog archive size
    system syslog console
    system syslog file
    system syslog file * archive
    system syslog file * archive files
    system syslog file * archive size
    system syslog file * contents
    system syslog file * contents * any
    system syslog file * contents * info
    system syslog file * explicit-priority
    system syslog file * match
    system syslog file * structured-data
    system syslog file * structured-data brief
    system syslog host
    system syslog host * contents
    system syslog time-format
    system syslog user
    system syslog user * contents * emergency
    system tacplus-server
    system tacplus-server * secret
    system time-zone
    groups
    interfaces
    interfaces interface
    interfaces interface * description
    interfaces interface * encapsulation
    interfaces interface * flexible-vlan-tagging
    interfaces interface * mtu
    interfaces interface * speed
    interfaces interface * unit
    interfaces interface * unit * description
    interfaces interface * unit * encapsulation
    interfaces interface * unit * family
    interfaces interface * unit * family inet
    interfaces interface * unit * family inet address
    interfaces interface * unit * family inet6
    interfaces interface * unit * family inet6 address
    interfaces interface * unit * service-domain
    interfaces interface * unit * vlan-id
    bridge-domains
    bridge-domains domain
    bridge-domains domain * domain-type
    bridge-domains domain * interface
    bridge-domains domain * vlan-id
    routing-options
    routing-options static
    routing-options static route
    routing-options static route * discard
    routing-options static route * next-hop
    routing-options static route * no-readvertise
    routing-options static route * retain
    security
    security authentication-key-chains
    security authentication-key-chains key-chain
    security authentication-key-chains key-chain * key
    security authentication-key-chains key-chain * key * key-name
    security authentication-key-chains key-chain * key * secret
    security authentication-key-chains key-chain * key * start-time
    security authentication-key-chains key-chain * tolerance
    security ike
    security ike gateway
    security ike policy
    security ike policy * pre-shared-key
    security ike proposal
    security ipsec
    security ipsec policy
    security ipsec proposal
    security ipsec vpn
    security macsec
    security macsec connectivity-association
    security macsec connectivity-association * cipher-suite
    security macsec connectivity-association * exclude-protocol
    security macsec connectivity-association * include-sci
    security macsec connectivity-association * mka
    security macsec connectivity-association * mka key-server-priority
    security macsec connectivity-association * mka must-secure
    security macsec connectivity-association * mka should-secure
    security macsec connectivity-association * mka transmit-interval
    security macsec connectivity-association * no-encryption
    security macsec connectivity-association * offset
    security macsec connectivity-association * pre-shared-key
    security macsec connectivity-association * pre-shared-key cak
    security macsec connectivity-association * pre-shared-key ckn
    security macsec connectivity-association * pre-shared-key-chain
    security macsec connectivity-association * replay-protect
    security macsec connectivity-association * replay-protect replay-window-size
    security macsec connectivity-association * secure-channel
    security macsec connectivity-association * secure-channel * direction
    security macsec connectivity-association * secure-channel * encryption
    security macsec connectivity-association * secure-channel * id mac-address
    security macsec connectivity-association * secure-channel * id port-id
    security macsec connectivity-association * secure-channel * offset
    security macsec connectivity-association * secure-channel * security-association * key
    security macsec connectivity-association * security-mode
    security macsec interfaces
    security macsec interfaces * connectivity-association
    security macsec interfaces * traceoptions
    security macsec interfaces * traceoptions file
    security macsec interfaces * traceoptions file size
    security macsec interfaces * traceoptions flag
    security macsec traceoptions file
    security macsec traceoptions file size
    security macsec traceoptions flag
    services
    services ipsec-vpn
    services ipsec-vpn establish-tunnels
    services ipsec-vpn ike
    services ipsec-vpn ike policy
    services ipsec-vpn ike policy * pre-shared-key
    services ipsec-vpn ike policy * pre-shared-key ascii-text
    services ipsec-vpn ike policy * proposals
    services ipsec-vpn ike policy * version
    services ipsec-vpn ike proposal
    services ipsec-vpn ike proposal * authentication-algorithm
    services ipsec-vpn ike proposal * authentication-method
    services ipsec-vpn ike proposal * dh-group
    services ipsec-vpn ike proposal * encryption-algorithm
    services ipsec-vpn ipsec
    services ipsec-vpn ipsec policy
    services ipsec-vpn ipsec policy * perfect-forward-secrecy keys
    services ipsec-vpn ipsec policy * proposals
    services ipsec-vpn ipsec proposal
    services ipsec-vpn ipsec proposal * authentication-algorithm
    services ipsec-vpn ipsec proposal * encryption-algorithm
    services ipsec-vpn ipsec proposal * protocol
    services ipsec-vpn rule
    services ipsec-vpn rule * match-direction
    services ipsec-vpn rule * term
    services ipsec-vpn rule * term * from
    services ipsec-vpn rule * term * from destination-address
    services ipsec-vpn rule * term * from source-address
    services ipsec-vpn rule * term * then
    services ipsec-vpn rule * term * then anti-replay-window-size
    services ipsec-vpn rule * term * then dynamic
    services ipsec-vpn rule * term * then dynamic ike-policy
    services ipsec-vpn rule * term * then dynamic ipsec-policy
    services ipsec-vpn rule * term * then remote-gateway
    services ipsec-vpn traceoptions
    services ipsec-vpn traceoptions file
    services ipsec-vpn traceoptions flag
    services ipsec-vpn traceoptions level
    services service-set
    services service-set * ipsec-vpn-options
    services service-set * ipsec-vpn-options local-gateway
    services service-set * ipsec-vpn-rules
    services service-set * next-hop-service
    services service-set * next-hop-service inside-service-interface
    services service-set * next-hop-service outside-service-interface
    """.strip().splitlines()
)

SECRETS = (
    "system login user * authentication encrypted-password",
    "system root-authentication encrypted-password",
    "system diag-port-authentication encrypted-password",
    "system radius-server * secret",
    "system tacplus-server * secret",
    "system ntp authentication-key * value",
    "system syslog archive archive-sites * password",
    "security authentication-key-chains key-chain * key * secret",
    "security macsec connectivity-association * pre-shared-key cak",
    "security macsec connectivity-association * secure-channel * security-association * key",
    "security ike policy * pre-shared-key ascii-text",
    "security ike policy * pre-shared-key hexadecimal",
    "security ipsec vpn * manual encryption key ascii-text",
    "services ipsec-vpn ike policy * pre-shared-key ascii-text",
    "services ipsec-vpn rule * term * then manual direction * authentication key hexadecimal",
    "snmp v3 usm local-engine user * authentication-sha authentication-password",
    "snmp v3 usm remote-engine * user * privacy-aes128 privacy-password",
    "protocols bgp group * neighbor * authentication-key",
    "routing-instances instance * protocols bgp authentication-key",
    "groups * system root-authentication encrypted-password",
)

# The `?` listings of the guides (MX guides in FIPS mode; the switch guide adds the third one).
SSH_HELP = (
    ("hostkey-algorithm", "ssh-ecdsa", "Allow generation of ECDSA host-key"),
    ("hostkey-algorithm", "ssh-rsa", "Allow generation of RSA host-key"),
    ("key-exchange", "dh-group14-sha1", "The RFC 4253 mandated group14 with SHA1 hash"),
    ("key-exchange", "ecdh-sha2-nistp256", "The EC Diffie-Hellman on nistp256 with SHA2-256"),
    ("key-exchange", "ecdh-sha2-nistp384", "The EC Diffie-Hellman on nistp384 with SHA2-384"),
    ("key-exchange", "ecdh-sha2-nistp521", "The EC Diffie-Hellman on nistp521 with SHA2-512"),
    ("macs", "hmac-sha1", "Hash-based MAC using Secure Hash Algorithm (SHA1)"),
    ("macs", "hmac-sha2-256", "Hash-based MAC using Secure Hash Algorithm (SHA2)"),
    ("macs", "hmac-sha2-512", "Hash-based MAC using Secure Hash Algorithm (SHA2)"),
    ("ciphers", "3des-cbc", "Triple Data Encryption Standard in Cipher Block Chaining"),
    ("ciphers", "aes128-cbc", "128-bit AES with Cipher Block Chaining"),
    ("ciphers", "aes128-ctr", "128-bit AES with Counter Mode"),
    ("ciphers", "aes192-cbc", "192-bit AES with Cipher Block Chaining"),
    ("ciphers", "aes192-ctr", "192-bit AES with Counter Mode"),
    ("ciphers", "aes256-cbc", "256-bit AES with Cipher Block Chaining"),
    ("ciphers", "aes256-ctr", "256-bit AES with Counter Mode"),
)
