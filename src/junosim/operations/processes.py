"""`show system processes` in all its forms.

Layouts: public captures of `show system processes` (19.x) and `… summary`; the vendor's documentation for `detail`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from junosim.config.query import leaf_text
from junosim.device.load import COMMAND_WORK
from junosim.device.processes import consumed_memory
from junosim.operations import times
from junosim.operations.model import Element
from junosim.operations.operation import Context, Operation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from junosim.device.processes import Process

_TABLE_HEADER: Final = "  PID TT  STAT      TIME COMMAND"
_DETAIL_HEADER: Final = "  PID  UID  PPID CPU PRI NI     RSS WCHAN   STARTED TT  STAT      TIME COMMAND"
_TOP_HEADER: Final = "  PID USERNAME    PRI NICE   SIZE    RES STATE    C   TIME    WCPU COMMAND"
_IDLE, _INTERRUPTS = "idle", "intr"  # the parts of the kernel that take what is left, and what is urgent
_MB: Final = 1024


def processes(context: Context) -> Element:
    """The process table; with `extensive` or `summary` behind the figures of the whole, with `brief` these alone."""
    device, level = context.device, context.arguments.get("level", "")
    pid = device.next_pid()
    device.worked(COMMAND_WORK)
    running = list(device.processes.all(device.clock.monotonic()))
    if level not in ("brief", "extensive", "summary"):
        since = _since(context, running)
        rows = [_entry(context, process, since[process.started], running) for process in running]
        return Element("process-information", *rows, _self(context, pid, level))
    rows = [] if level == "brief" else [_busy(context, process, running) for process in _busiest(running)]
    rows += [] if level == "brief" else [_top(context, pid)]
    return Element("process-information", *_whole(context, running, pid), *rows)


# ---------------------------------------------------------------------- one process


def _since(context: Context, running: list[Process]) -> dict[float, str]:
    """Each time at which a process was started -> as it is shown; most were by the boot."""
    device = context.device
    now, here = device.local_time(), device.clock.time() - device.clock.monotonic()
    starts = {process.started for process in running}
    return {start: times.login_time(device.local_time(here + start), now) for start in starts}


def _entry(context: Context, process: Process, since: str, running: list[Process]) -> Element:
    return Element(
        "process",
        Element("pid", str(process.pid)),
        Element("uid", "0" if process.user == "root" else _uid(context, process.user)),
        Element("ppid", str(process.parent)),
        Element("rss", str(process.resident)),
        Element("started", since),
        Element("terminal", process.tty),
        Element("process-state", process.state),
        Element("time", _consumed(_time_of(context, process, running))),
        Element("command", process.command),
    )


def _self(context: Context, pid: int, level: str) -> Element:
    """The program that lists the processes is one of them."""
    command = {"detail": "ps -ax -l", "wide": "ps -ax -ww"}.get(level, "ps -ax")
    return Element(
        "process",
        Element("pid", str(pid)),
        Element("uid", _uid(context, context.login.user)),
        Element("ppid", str(context.login.pid)),
        Element("rss", "2412"),
        Element("started", times.clock_time(context.device.local_time())),
        Element("terminal", "-"),
        Element("process-state", "R"),
        Element("time", _consumed(0.0)),
        Element("command", command),
    )


def _uid(context: Context, user: str) -> str:
    return leaf_text(context.device.configuration, "system", "login", "user", user, "uid") or "0"


def _time_of(context: Context, process: Process, running: list[Process]) -> float:
    """Processor time; the idle process has what the others left of all processors."""
    if process.word != _IDLE:
        return process.consumed
    spent = sum(other.consumed for other in running)
    return max(0.0, context.device.uptime * _processors(context) - spent)


def _consumed(seconds: float) -> str:
    """`0:02.25`, as `ps` prints it."""
    return f"{int(seconds // 60)}:{seconds % 60:05.2f}"


def _processors(context: Context) -> int:
    engines = context.device.platform.routing_engines
    return engines[0].processors if engines else 1


# ---------------------------------------------------------------------- the whole


def _whole(context: Context, running: list[Process], pid: int) -> Iterator[Element]:
    """The lines above the table of `top`, as elements."""
    device = context.device
    waiting = sum(process.state.startswith("W") for process in running)
    yield Element("last-pid", str(pid))
    for minutes, average in zip((1, 5, 15), device.load.averages(device.clock.monotonic()), strict=True):
        yield Element(f"load-average-{minutes}", f"{average:.2f}")
    yield Element("up-time", _days(device.uptime), attributes={"junos:seconds": str(int(device.uptime))})
    yield Element("current-time", f"{device.local_time():%H:%M:%S}")
    yield Element("process-count", str(len(running) + 1))
    yield Element("running-count", "1")
    yield Element("sleeping-count", str(len(running) - waiting))
    yield Element("zombie-count", "0")
    yield Element("waiting-count", str(waiting))
    yield from (Element(f"cpu-{name}", f"{share:.1f}") for name, share in _cpu(context).items())
    yield from (Element(f"memory-{name}", _amount(size)) for name, size in memory(context, running).items())
    yield from (Element(f"swap-{name}", _amount(_swap(context))) for name in ("total", "free"))


def _cpu(context: Context) -> dict[str, float]:
    """What the processors do, in per cent, by the load of the last minute."""
    device = context.device
    busy = min(100.0, 100 * device.load.averages(device.clock.monotonic())[0] / _processors(context))
    interrupt = round(0.1 * busy, 1)
    system, user = round(0.3 * busy, 1), round(0.6 * busy, 1)
    idle = 100.0 - user - system - interrupt
    return {"user": user, "nice": 0.0, "system": system, "interrupt": interrupt, "idle": idle}


def memory(context: Context, running: Iterable[Process]) -> dict[str, int]:
    """What memory is used for, in KB: what processes hold, and the kernel's part of all there is."""
    total = context.device.platform.routing_engines[0].memory * _MB
    active = consumed_memory(running)
    wired, inactive, buffers = total * 6 // 100, total * 4 // 100, total * 3 // 100
    return {
        "active": active,
        "inactive": inactive,
        "wired": wired,
        "buffers": buffers,
        "free": max(0, total - active - wired - inactive - buffers),
    }


def _swap(context: Context) -> int:
    return context.device.platform.routing_engines[0].memory * _MB // 2


def _days(seconds: float) -> str:
    """`41+06:26:24`."""
    whole = int(seconds)
    return f"{whole // 86400}+{whole % 86400 // 3600:02}:{whole % 3600 // 60:02}:{whole % 60:02}"


def _amount(kilobytes: int) -> str:
    """A size as `top` prints it: `8544K`, `801M`, `14G`."""
    size, unit = kilobytes, "K"
    for bigger in "MG":
        if size < 10 * _MB:
            break
        size, unit = (size + _MB // 2) // _MB, bigger
    return f"{size}{unit}" if size else "0B"


def _busiest(running: list[Process]) -> list[Process]:
    """The idle process first, then by their share, as `top` sorts them."""
    return sorted(running, key=lambda process: (process.word != _IDLE, -process.share, process.pid))


def _busy(context: Context, process: Process, running: list[Process]) -> Element:
    """One row of `top`."""
    idle = process.word == _IDLE
    urgent = process.word == _INTERRUPTS
    share = _cpu(context)["idle"] * _processors(context) / 100 if idle else process.share
    size = f"{process.size}K" if 0 < process.size < 10 * _MB else _amount(process.size)
    priority, nice = ("155", "ki31") if idle else ("-60", "-") if urgent else ("20", "0")
    state = "RUN" if idle else "WAIT" if urgent else "select" if process.size else "-"
    time = _minutes(_time_of(context, process, running))
    return _row(process.pid, process.user, priority, nice, size, _amount(process.resident), state,
                process.pid % _processors(context), time, share, _name(process))  # fmt: skip


def _name(process: Process) -> str:
    """What `top` calls it: the program alone, the kernel's parts without their brackets."""
    return process.command.strip("[]") if process.command.startswith("[") else process.word


def _top(context: Context, pid: int) -> Element:
    """The program that makes the list."""
    return _row(pid, "root", "20", "0", "14M", "3636K", "CPU0", 0, _minutes(0), 0.0, "top")


def _row(
    pid: int, user: str, priority: str, nice: str, size: str, resident: str, state: str, cpu: int, time: str,
    share: float, command: str,
) -> Element:  # fmt: skip
    return Element(
        "process",
        Element("pid", str(pid)),
        Element("user", user),
        Element("priority", priority),
        Element("nice", nice),
        Element("size", size),
        Element("rss", resident),
        Element("process-state", state),
        Element("cpu-number", str(cpu)),
        Element("time", time),
        Element("wcpu", f"{100 * share:.2f}%"),
        Element("command", command),
    )


def _minutes(seconds: float) -> str:
    """`0:02`, `162:55`, `132.6H`, as `top` prints it."""
    minutes = int(seconds // 60)
    return f"{seconds / 3600:.1f}H" if minutes > 999 else f"{minutes}:{int(seconds % 60):02}"


# ---------------------------------------------------------------------- views


def processes_text(answer: Element, context: Context) -> Iterator[str]:
    """The table of `ps`, or the figures and the table of `top`."""
    level = context.arguments.get("level", "")
    if answer.find("last-pid") is not None:
        yield from _figures(answer)
        if answer.find("process") is not None:
            yield ""
            yield _TOP_HEADER
            yield from (_top_line(row) for row in answer.all("process"))
        return
    lines = _detail_lines(answer) if level == "detail" else _table_lines(answer)
    width = 0 if level == "wide" else context.settings.screen_width
    yield from (line[:width] if width else line for line in lines)


def _figures(answer: Element) -> Iterator[str]:
    value = answer.value
    loads = ",  ".join(value(f"load-average-{minutes}") for minutes in (1, 5, 15))
    yield (
        f"last pid: {value('last-pid'):>5};  load averages:  {loads}  "
        f"up {value('up-time')}    {value('current-time')}"
    )
    counts = ", ".join(
        f"{value(f'{name}-count')} {name}" for name in ("running", "sleeping", "zombie", "waiting")
    )
    yield f"{value('process-count')} processes: {counts}"
    shares = (("user", 4), ("nice", 4), ("system", 4), ("interrupt", 4), ("idle", 4))
    yield "CPU: " + ", ".join(f"{value(f'cpu-{name}'):>{width}}% {name}" for name, width in shares)
    parts = (
        ("active", "Active"),
        ("inactive", "Inact"),
        ("wired", "Wired"),
        ("buffers", "Buf"),
        ("free", "Free"),
    )
    yield "Mem: " + ", ".join(f"{value(f'memory-{name}')} {title}" for name, title in parts)
    yield f"Swap: {value('swap-total')} Total, {value('swap-free')} Free"


def _top_line(row: Element) -> str:
    value = row.value
    return (
        f"{value('pid'):>5} {value('user')[:11]:<11} {value('priority'):>3} {value('nice'):>4} {value('size'):>6} "
        f"{value('rss'):>6} {value('process-state'):<6} {value('cpu-number'):>3} {value('time'):>6} "
        f"{value('wcpu'):>7} {value('command')}"
    )


def _table_lines(answer: Element) -> Iterator[str]:
    yield _TABLE_HEADER
    for row in answer.all("process"):
        yield (
            f"{row.value('pid'):>5} {row.value('terminal'):>2}  {row.value('process-state'):<4} "
            f"{row.value('time'):>9} {row.value('command')}"
        )


def _detail_lines(answer: Element) -> Iterator[str]:
    yield _DETAIL_HEADER
    for row in answer.all("process"):
        value = row.value
        waits = "-" if value("process-state").startswith("R") else "select"
        yield (
            f"{value('pid'):>5} {value('uid'):>4} {value('ppid'):>5}   0  20  0 {value('rss'):>7} {waits:<7} "
            f"{value('started'):>7} {value('terminal'):>2}  {value('process-state'):<4} {value('time'):>9} "
            f"{value('command')}"
        )


OPERATIONS = (Operation("processes", processes, processes_text),)
