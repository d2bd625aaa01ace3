"""The programs of the simulated shell. Layouts: FreeBSD 11; what netmiko parses is tested as netmiko parses it."""

import re

import pytest

from junosim.device.files import CAPACITY, SYSTEM
from shell_session import Client


@pytest.fixture
def shell():
    client = Client(columns=200)
    client.line("start shell")
    return client


@pytest.fixture
def root():
    return Client("root", columns=200)


def put(client, path, data):
    client.device.files.write(path, data, SYSTEM)


def test_ls(shell):
    shell.line("cd /var/tmp; echo one > b; touch a; mkdir d; chmod 755 b; ln -s b l")
    assert shell.line("ls") == "a\tb\td\tl"
    assert shell.line("ls | cat") == "a\nb\nd\nl"
    assert shell.line("ls -1r") == "l\nd\nb\na"
    assert shell.line("ls -F") == "a\tb*\td/\tl@"
    assert shell.line("ls -l").splitlines() == [
        "total 2",
        "-rw-r--r--  1 crypto-officer  wheel    0 Jul  8 07:00 a",
        "-rwxr-xr-x  1 crypto-officer  wheel    4 Jul  8 07:00 b",
        "drwxr-xr-x  2 crypto-officer  wheel  512 Jul  8 07:00 d",
        "lrwxr-xr-x  1 crypto-officer  wheel    1 Jul  8 07:00 l -> b",
    ]
    assert shell.line("ls -ld .").startswith("drwxrwxrwt  3 root  wheel  512 ")
    assert shell.line("ls -a | head -2") == ".\n.."
    assert shell.line("ls nope a d") == "ls: nope: No such file or directory\na\n\nd:"
    assert shell.line("ls -S | head -1") == "d"


def test_ls_shows_hidden_files_to_root_and_the_year_of_old_ones(root):
    root.line("touch .x")
    assert root.line("ls") == ".x"
    root.wait(86400 * 200)
    assert re.search(r"Jul  8  2020 \.x$", root.line("ls -l"))


def test_names_stand_in_columns():
    client = Client(columns=40)
    client.line("start shell")
    client.line("cd /var/tmp; touch one two three four five six seven")
    assert client.line("ls").splitlines() == ["five\tone\tsix\ttwo", "four\tseven\tthree"]


def test_what_netmiko_reads_of_a_file_and_the_disk(shell):
    put(shell, "/var/tmp/image.tgz", b"x" * 70_000)
    assert "image.tgz" in shell.line("/bin/ls /var/tmp/image.tgz")
    listed = shell.line("/bin/ls -l /var/tmp/image.tgz").split()
    assert listed[4] == "70000"
    assert listed[-1] == "/var/tmp/image.tgz"
    heading, row = (line.split() for line in shell.line("/bin/df -k /var/tmp").splitlines())
    assert heading[0] == "Filesystem"
    assert heading[3] == "Avail"
    assert int(row[3]) == (CAPACITY - 70_000) // 1024
    assert int(row[1]) == int(row[2]) + int(row[3])


def test_df(shell):
    shell.device.files.write("/var/tmp/x", bytes(1 << 20), SYSTEM)
    assert shell.line("df -h").splitlines()[1].split() == [
        "/dev/gpt/junos",
        "64M",
        "1.0M",
        "63M",
        "2%",
        "/.mount",
    ]
    assert shell.line("df nope") == "df: nope: No such file or directory"


def test_files_are_copied_moved_and_removed(shell):
    shell.line("cd /var/tmp; echo one > a; mkdir d")
    assert shell.line("cp a d; cp a b; mv b c; ls d; cat c") == "a\none"
    assert shell.line("cp d e") == "cp: d is a directory (not copied)."
    assert shell.line("cp -R d e; ls e; cp a a") == "a\ncp: a and a are identical (not copied)."
    assert shell.line("cp nope x; mv nope x") == (
        "cp: nope: No such file or directory\nmv: rename nope to x: No such file or directory"
    )
    assert shell.line("rm d; rmdir d") == "rm: d: is a directory\nrmdir: d: Directory not empty"
    assert shell.line("rm -rf d e nope; rm nope; ls") == "rm: nope: No such file or directory\na\tc"
    assert shell.line("rm . /") == 'rm: "." and ".." may not be removed\nrm: "/" may not be removed'
    assert shell.line("cp -R /var/tmp /var/tmp/x").endswith("are identical (not copied).")
    assert shell.line("mkdir -p p/q/r; mkdir p; ls -d p/q/r") == "mkdir: p: File exists\np/q/r"


def test_files_of_others_are_safe_from_a_user(shell):
    put(shell, "/root/secret", b"x")
    put(shell, "/var/tmp/of-root", b"x")
    assert shell.line("cat /root/secret") == "cat: /root/secret: Permission denied"
    assert shell.line("ls /root") == "ls: /root: Permission denied"
    assert shell.line("cd /root") == "/root: Permission denied."
    assert shell.line("rm -f /var/tmp/of-root") == "rm: /var/tmp/of-root: Permission denied"
    assert shell.line("chmod 777 /var/tmp/of-root").endswith("Operation not permitted")
    assert shell.line("chown crypto-officer /var/tmp/of-root").endswith("Operation not permitted")


def test_groups_count(shell):
    """A super-user is in the group wheel, which may read the logs."""
    shell.device.files.write("/var/log/x", b"line\n", SYSTEM, mode=0o640)
    assert shell.line("cat /var/log/x") == "line"
    reader = Client("fips-user", shell.device)
    assert "unknown command" in reader.send("start shell\r")


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("600", "-rw-------"),
        ("u+x", "-rwxr--r--"),
        ("go-r,u=rwx", "-rwx------"),
        ("a=", "----------"),
        ("+t", "-rw-r--r-T"),
    ],
)
def test_chmod(shell, words, mode):
    assert shell.line(f"touch x; chmod {words} x; ls -l x").split()[0] == mode


def test_texts(shell):
    shell.line("cd /var/tmp")
    put(shell, "/var/tmp/f", b"".join(b"line %d\n" % number for number in range(1, 31)))
    assert (
        shell.line("head -2 f; tail -n 1 f; tail -n +30 f; head -n 1 f")
        == "line 1\nline 2\nline 30\nline 30\nline 1"
    )
    assert shell.line("wc f; cat f f | wc -l") == "      30      60     231 f\n      60"
    assert shell.line("cat -n f | head -1") == "     1\tline 1"
    assert shell.line("sort -rn f | head -1; sort -u f f | wc -l") == "line 9\n      30"
    assert shell.line("cat nope f | head -n 1") == "cat: nope: No such file or directory\nline 1"
    assert shell.line("echo x | cat - f | head -2") == "x\nline 1"
    assert shell.line("head -n x f").splitlines()[0] == "head: illegal line count -- x"
    assert shell.line("echo a b | tee g; cat g; echo a | uniq -c") == "a b\na b\n   1 a"


def test_bytes_stay_as_they_are(shell):
    put(shell, "/var/tmp/f", bytes(range(256)))
    shell.line("cat /var/tmp/f > g; cp /var/tmp/f h")
    for name in ("g", "h"):
        assert shell.device.files.read(f"/var/home/crypto-officer/{name}", SYSTEM) == bytes(range(256))
    assert shell.line("grep -c x /var/tmp/f") == "1"


@pytest.mark.parametrize(
    ("command", "output"),
    [
        ("grep one f", "one"),
        ("grep -i ONE f", "one"),
        ("grep -v one f", "two\na+b"),
        ("grep -c o f", "2"),
        ("grep -n two f", "2:two"),
        ("grep -E 'one|two' f", "one\ntwo"),
        ("grep 'one|two' f", ""),
        (r"grep 'one\|two' f", "one\ntwo"),
        ("grep a+b f", "a+b"),
        ("grep -F a+b f", "a+b"),
        ("grep '^t' f", "two"),
        ("grep -w on f", ""),
        ("grep -x one f", "one"),
        ("grep -l one f g", "f"),
        ("grep one f f", "f:one\nf:one"),
        ("grep -h one f f", "one\none"),
        ("grep -q one f && echo yes", "yes"),
        ("grep one nope", "grep: nope: No such file or directory"),
        ("grep '[' f", "grep: brackets ([ ]) not balanced"),
        (
            "grep -e one -e",
            "grep: option requires an argument -- e\nusage: grep [-EFHchilnqsvwx] [-e pattern] [pattern] [file ...]",
        ),
    ],
)
def test_grep(shell, command, output):
    shell.line("cd /var/tmp; touch g")
    put(shell, "/var/tmp/f", b"one\ntwo\na+b\n")
    assert shell.line(command) == output


def test_digests(shell):
    put(shell, "/var/tmp/f", b"abc")
    assert shell.line("md5 /var/tmp/f") == "MD5 (/var/tmp/f) = 900150983cd24fb0d6963f7d28e17f72"
    assert shell.line("cat /var/tmp/f | sha1") == "a9993e364706816aba3e25717850c26c9cd0d89d"
    assert shell.line("sha256 -q /var/tmp/f").startswith("ba7816bf8f01cfea")
    assert shell.line("md5 -s abc") == 'MD5 ("abc") = 900150983cd24fb0d6963f7d28e17f72'
    assert shell.line("md5 nope") == "md5: nope: No such file or directory"


def test_who_one_is(shell, root):
    assert shell.line("whoami; hostname") == "crypto-officer\nr1"
    assert shell.line("id") == "uid=2000(crypto-officer) gid=20(staff) groups=20(staff), 0(wheel)"
    assert shell.line("id -u; id -un root; id nobody") == "2000\nroot\nid: nobody: no such user"
    assert root.line("id").startswith("uid=0(root) gid=0(wheel) ")
    assert shell.line("who").split()[:2] == ["crypto-officer", "pts/0"]
    assert "crypto-o pts/0" in shell.line("w")
    assert shell.line("uptime") == " 7:00AM  up 2 mins, 1 user, load averages: " + shell.line("uptime")[-16:]


def test_the_machine(shell):
    assert (
        shell.line("uname; uname -m; uname -n; uname -r")
        == "JUNOS\namd64\nr1\nJNPR-11.0-20190926.ca2fd68_builder_stable_11"
    )
    assert shell.line("uname -a").startswith(
        "JUNOS r1 JNPR-11.0-20190926.ca2fd68_builder_stable_11 JUNOS 19.1R2.8 "
    )
    assert shell.line("sysctl -n hw.ncpu; sysctl hw.product.model") == "4\nhw.product.model: mx480"
    assert shell.line("sysctl no.such") == "sysctl: unknown oid 'no.such'"
    assert shell.line("date") == "Wed Jul  8 07:00:00 UTC 2020"
    assert shell.line("date '+%Y-%m-%d %s %Q%%'") == "2020-07-08 1594191600 %Q%"


def test_ps(shell, root):
    own = shell.line("ps").splitlines()
    assert own[0] == "  PID TT  STAT      TIME COMMAND"
    assert [line.split()[-1] for line in own[1:]] == ["(cli)", "csh", "ps"]
    everything = shell.line("ps -ax")
    assert "/usr/sbin/rpd" in everything
    assert "[idle]" in everything
    assert "sshd: crypto-officer@pts/0" in everything
    title, *rows = shell.line("ps auxww | grep -v grep").splitlines()
    assert title.split() == [
        "USER",
        "PID",
        "%CPU",
        "%MEM",
        "VSZ",
        "RSS",
        "TT",
        "STAT",
        "STARTED",
        "TIME",
        "COMMAND",
    ]
    assert {len(row.split(None, 10)) for row in rows} == {11}
    assert [line.split()[-1] for line in root.line("ps").splitlines()[-2:]] == ["(csh)", "ps"]
    assert max(map(len, Client("root", root.device, columns=40).line("ps -ax").splitlines())) == 40
    assert shell.line("ps 12").startswith("ps: illegal option -- 1")


def test_where_programs_lie(shell):
    assert shell.line("which ls cd nope") == "/bin/ls\ncd: shell built-in command.\nnope: Command not found."
    assert shell.line("/bin/echo x; /usr/bin/grep -c x nope; /bin/grep x") == (
        "x\ngrep: nope: No such file or directory\n/bin/grep: Command not found."
    )
    assert shell.line("setenv PATH /bin; grep x; ls -d .") == "grep: Command not found.\n."


def test_bad_options_are_answered_with_the_usage(shell):
    assert shell.line("ls -Z").splitlines()[0] == "ls: illegal option -- Z"
    assert shell.line("rm").startswith("usage: rm ")
    assert shell.line("mkdir -- -x; ls -d -- -x") == "-x"


@pytest.mark.parametrize("start", ["", "sh"])
def test_what_is_not_of_the_image_does_not_run(start):
    """R-PLAT-007"""
    client = Client()
    client.line(f"start shell {start}")
    client.line("cd /var/tmp; echo '#!/bin/sh' > x; echo 'ls' >> x")
    denied, refused = client.line("./x"), client.line("chmod +x x; ./x; /var/tmp/x | cat")
    if start:
        assert denied == "sh: ./x: Permission denied"
        assert refused == "sh: ./x: Authentication error\nsh: /var/tmp/x: Authentication error"
    else:
        assert denied == "./x: Permission denied."
        assert refused == "./x: Authentication error.\n/var/tmp/x: Authentication error."
    told = [
        event.text for event in client.device.audit.journal if event.kind.key == "veriexec-no-fingerprint"
    ]
    first, second = (text.rpartition(" pid=")[0] for text in told)
    assert first == second
    assert first.startswith("no fingerprint for file='/var/tmp/x' fsid=215 fileid=")
    assert first.endswith("gen=1 uid=2000")
    assert client.line("./nope; ./").startswith("./nope" if not start else "sh: ./nope: not found")


def test_scripts_are_not_carried_out_either(shell):
    """R-PLAT-007: shells open what they read for verified execution."""
    shell.line("echo ls > x")
    assert shell.line("sh x") == "sh: cannot open x: Authentication error"
    assert shell.line("csh x; source x") == "x: Authentication error.\nx: Authentication error."
    assert shell.line("sh nope") == "sh: cannot open nope: No such file or directory"
    assert shell.line("sh") == ""
    assert shell.line(". ./x") == ".: cannot open ./x: Authentication error"


def test_shells_within_a_line(shell):
    assert shell.line("sh -c 'echo $0; exit 3'; echo $?") == "sh\n3"
    assert shell.line("echo 'echo a; echo b' | sh | cat") == "a\nb"
    assert shell.line("sh -c 'foo 2>&1' | wc -l") == "       1"


def test_the_cli_within_a_line(shell):
    assert shell.line("cli -c 'show version' | grep Model; cli show cli directory") == (
        "Model: mx480\nCurrent directory: /var/home/crypto-officer"
    )
    assert shell.line("echo 'show version | match Junos:' | cli") == "Junos: 19.1R2.8"
    assert shell.line("cli -c 'configure; set system location floor 3; commit'").endswith("commit complete")
    assert len(shell.device.logins) == 1


def test_a_full_disk(shell):
    put(shell, "/var/tmp/big", b"x" * (CAPACITY // 2 + 100))
    assert shell.line("cat /var/tmp/big > copy") == "cat: stdout: No space left on device"
    assert shell.line("cp /var/tmp/big copy2") == "cp: copy2: No space left on device"


def test_a_large_text_is_not_sorted(shell):
    put(shell, "/var/tmp/big", b"x\n" * 9_000_000)
    assert shell.line("sort /var/tmp/big") == "sort: Cannot allocate memory"
