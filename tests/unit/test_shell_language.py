"""The language of the shells: words, pipelines, variables, patterns, redirections; sources: FreeBSD's csh and sh."""

import pytest

from junosim.device.files import SYSTEM
from junosim.shell.language.dialect import CSH, SH, ShellError
from junosim.shell.language.events import recalled
from junosim.shell.language.syntax import parse
from shell_session import Client


@pytest.fixture
def csh():
    client = Client()
    client.line("start shell")
    return client


@pytest.fixture
def sh():
    client = Client()
    client.line("start shell sh")
    return client


def shape(line, dialect):
    return [
        (
            step.condition,
            [
                " ".join("".join(part.text for part in word.parts) for word in it.words)
                for it in step.commands
            ],
        )
        for step in parse(line, dialect)
    ]


def test_a_line_is_pipelines_of_commands():
    assert shape("a 1 | b;c&&d || e", CSH) == [("", ["a 1", "b"]), ("", ["c"]), ("&&", ["d"]), ("||", ["e"])]
    assert shape("a # comment", SH) == [("", ["a"])]
    assert shape("", CSH) == []


@pytest.mark.parametrize(
    ("line", "dialect", "text"),
    [
        ("ls |", CSH, "Invalid null command.\n"),
        ("| ls", CSH, "Invalid null command.\n"),
        ("ls >", CSH, "Missing name for redirect.\n"),
        ("(ls)", CSH, "Badly placed ()'s.\n"),
        ("echo 'x", CSH, "Unmatched '''.\n"),
        ('echo "x', CSH, "Unmatched '\"'.\n"),
        ("ls |", SH, "sh: Syntax error: end of file unexpected\n"),
        ("; ls", SH, 'sh: Syntax error: ";" unexpected\n'),
        ("echo 'x", SH, "sh: Syntax error: Unterminated quoted string\n"),
    ],
)
def test_what_is_wrong_with_a_line_is_said(line, dialect, text):
    with pytest.raises(ShellError) as caught:
        parse(line, dialect)
    assert str(caught.value) == text


def test_sh_redirects_errors_by_their_number(sh):
    assert sh.line("ls nope 2> /dev/null") == ""
    assert sh.line("ls nope > out 2>&1; cat out") == "ls: nope: No such file or directory"
    assert sh.line("echo to errors 1>&2 | cat > out; cat out") == "to errors"
    assert sh.line("echo x 3>&1") == "x 3"  # no number of a stream we have: a word, and a file called 1
    assert sh.line("ls x 2>&7") == "sh: 7: Bad file descriptor"


def test_csh_redirects_both_outputs(csh):
    assert csh.line("ls nope >& out; cat out") == "ls: nope: No such file or directory"
    assert csh.line("ls nope |& wc -l") == "       1"
    assert csh.line("ls 2> out; cat out") == "ls: 2: No such file or directory"  # `2` is a word there


def test_output_goes_into_files(csh):
    for line in ("echo one > g", "echo two >> g"):
        assert csh.line(line) == ""
    assert csh.line("cat < g") == "one\ntwo"
    assert csh.line("echo x > /nowhere/x") == "/nowhere/x: No such file or directory."
    assert csh.line("echo x > /config/x") == "/config/x: Permission denied."
    assert csh.line("cat < nothing") == "nothing: No such file or directory."


def test_a_file_is_emptied_before_a_command_reads_it(csh):
    csh.line("echo one > f")
    assert csh.line("cat f > f; wc -c f") == "       0 f"


def test_variables(csh, sh):
    assert csh.line("set x = 3 y=4; echo $x$y \"$x\" '$x' ${y}5 $?x $?nope") == "34 3 $x 45 1 0"
    assert csh.line("echo $nope") == "nope: Undefined variable."
    assert csh.line("setenv COLOUR red; env | grep COLOUR") == "COLOUR=red"
    assert csh.line("unsetenv COLOUR; printenv COLOUR; echo $status") == "1"
    assert csh.line("echo $cwd $") == "/var/home/crypto-officer $"
    assert sh.line("x='a  b'; echo $x \"$x\" [$nope]") == "a b a  b []"
    assert sh.line("export x=1 && env | grep ^x; unset x; echo $x-") == "x=1\n-"
    assert sh.line("false; echo $?; echo ${x}y $$x").startswith("1\ny ")


def test_patterns_stand_for_the_files_that_fit(csh, sh):
    csh.line("touch b.txt a.txt c.log .hidden; mkdir d; touch d/e.txt")
    assert csh.line("echo *.txt ?.log [ab]* */*.txt") == "a.txt b.txt c.log a.txt b.txt d/e.txt"
    assert csh.line("echo .h* ~/a* '*.txt' \"*\" \\*") == ".hidden /var/home/crypto-officer/a.txt *.txt * *"
    assert csh.line("ls *.none") == "ls: No match."
    assert csh.line("echo */") == "d/"
    assert sh.line("echo *.none") == "*.none"


def test_tilde_is_a_home(csh):
    assert (
        csh.line("echo ~ ~/x a~ '~' ~root")
        == "/var/home/crypto-officer /var/home/crypto-officer/x a~ ~ /root"
    )
    assert csh.line("echo ~root/x") == "/root/x"
    assert csh.line("echo ~nobody/x") == "Unknown user: nobody."


def test_conditions_and_status(csh):
    assert csh.line("ls nope && echo yes || echo no") == "ls: nope: No such file or directory\nno"
    assert csh.line("true && echo yes || echo no") == "yes"
    assert csh.line("nothing; echo $?") == "nothing: Command not found.\n1"


def test_command_substitution_is_refused(csh):
    assert csh.line("echo `date`") == "`: Command substitution is not available."


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        ("!!", "ls -l"),
        ("sudo !!", "sudo ls -l"),
        ("echo !$", "echo -l"),
        ("!1", "pwd"),
        ("!-2", "pwd"),
        ("!p", "pwd"),
    ],
)
def test_history_events(line, meant):
    assert recalled(line, ["pwd", "ls -l"]) == meant


def test_what_is_no_event_stays():
    assert recalled("echo 'a!b' ! x != y \\!z", ["pwd"]) == "echo 'a!b' ! x != y !z"
    with pytest.raises(ShellError, match="zz: Event not found"):
        recalled("!zz", ["pwd"])
    with pytest.raises(ShellError, match="0: Event not found"):
        recalled("!!", [])
    with pytest.raises(ShellError, match="Line too long"):
        recalled("!! " * 100, ["x" * 1000])


def test_a_recalled_line_is_shown_before_it_runs(csh):
    csh.line("echo one")
    assert csh.line("!!") == "echo one\none"


def test_many_words_are_refused(csh):
    csh.line("mkdir d; cd d")
    for number in range(300):
        csh.device.files.write(f"/var/home/crypto-officer/d/{'x' * 200}{number}", b"", SYSTEM)
    assert "Argument list too long" in csh.line("echo * * * * *" + " *" * 20)
