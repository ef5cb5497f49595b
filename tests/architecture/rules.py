"""The rules of this house that no ready-made tool knows. Each takes one file and yields what is wrong with it."""

from __future__ import annotations

import ast
import re
from functools import cache
from typing import TYPE_CHECKING

from scripts.house import PACKAGE, ROOT, functions, imported

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from scripts.house import Source

    Findings = Iterator[tuple[int, str]]
    Rule = Callable[[Source], Findings]

LONGEST_FILE = 400
LONGEST_FUNCTION = 40

#: Where threads may start.
THREAD_SEAMS = {"lotse_app/workflows/lanes.py"}
#: Where an exception of any kind may be caught: at the boundary of a lane, for who asks for the result.
CATCH_ALL_SEAMS = {"lotse_app/workflows/lanes.py"}
#: Where what differs between systems lives; docs/ARCHITECTURE.md says why of each.
SYSTEM_SEAMS = {"lotse_app/store/folder_lock.py", "lotse_app/vault/files.py"}
#: Where the window reads the program's own small resources, and where pictures of it are kept.
RESOURCE_SEAMS = {"lotse_app/ui/kit/icons.py", "lotse_app/ui/pictures.py", "lotse_app/ui/kit/theme.py"}
#: Where the one event loop runs: for a person, and for the photographer of the demonstration.
LOOP_SEAMS = {"lotse_app/ui/pictures.py", "lotse_app/ui/program.py"}

THREAD_STARTERS = {
    "Thread",
    "Timer",
    "ThreadPoolExecutor",
    "ProcessPoolExecutor",
    "QThread",
    "QThreadPool",
    "QRunnable",
}
THREAD_MODULES = {"asyncio", "multiprocessing", "_thread", "PySide6.QtConcurrent"}
POSIX_MODULES = {"fcntl", "grp", "posix", "pty", "pwd", "readline", "resource", "spwd", "syslog", "termios", "tty"}
# fmt: off
POSIX_OS = {
    "chown", "fchown", "lchown", "chroot", "fdatasync", "fork", "forkpty", "getegid", "geteuid", "getgid",
    "getgroups", "getpgid", "getuid", "initgroups", "killpg", "lockf", "mkfifo", "mknod", "nice", "O_CLOEXEC",
    "O_DIRECTORY", "O_NOFOLLOW", "openpty", "pathconf", "posix_fallocate", "posix_spawn", "setegid", "seteuid",
    "setgid", "setsid", "setuid", "statvfs", "sync", "uname", "wait3", "wait4", "WNOHANG",
}
# fmt: on
POSIX_SIGNALS = {
    "SIGKILL",
    "SIGHUP",
    "SIGUSR1",
    "SIGUSR2",
    "SIGALRM",
    "SIGCHLD",
    "SIGSTOP",
    "SIGCONT",
    "SIGPIPE",
    "alarm",
}
POSIX_PATH = re.compile(r"^(file://)?/(tmp|proc|dev|etc|usr|var|home|opt|run|sys)(/|$)")
VAGUE = {
    "service",
    "manager",
    "helper",
    "helpers",
    "utils",
    "util",
    "data",
    "info",
    "handle",
    "handler",
    "misc",
    "common",
}
#: Names that end in such a word and yet are the field's own: a Leistung is a public service.
NAMED_BY_THE_FIELD = {"PublicService", "lotse_app.models.public_service"}
#: Reads or writes beyond memory: not in the window's thread (Qt draws there and nothing else happens).
OUTWARD_MODULES = {
    "sqlite3",
    "socket",
    "ssl",
    "subprocess",
    "shutil",
    "tempfile",
    "urllib",
    "http",
    "ftplib",
    "smtplib",
    "zipfile",
}
OUTWARD_CALLS = {
    "read_bytes",
    "read_text",
    "write_bytes",
    "write_text",
    "unlink",
    "mkdir",
    "rename",
    "rmtree",
    "touch",
    "stat",
    "exists",
    "is_file",
    "is_dir",
    "iterdir",
    "glob",
    "rglob",
    "fsync",
    "fdopen",
    "mkstemp",
}
RANDOM_CALLS = {"os.urandom", "uuid.uuid1", "uuid.uuid4"}
RANDOM_MODULES = {"random", "secrets"}
CLOCK_CALLS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
}
_ASIDE = re.compile(r"#\s*(noqa\b|type:\s*ignore|pragma:|nosec|mypy:)(?P<rest>.*)$")
_REASON = re.compile(r"(\s[-–—#]\s*|#\s*)\S.{4,}")


@cache
def _calls(source: Source) -> tuple[tuple[ast.Call, str], ...]:
    calls = (node for node in ast.walk(source.tree) if isinstance(node, ast.Call))
    return tuple((call, ast.unparse(call.func)) for call in calls)


def _last(name: str) -> str:
    return name.rsplit(".", 1)[-1]


def _holds_lambda(node: ast.expr) -> bool:
    return any(isinstance(inner, ast.Lambda) for inner in ast.walk(node))


def _our_modules(source: Source) -> set[str]:
    """Return the names under which a file holds modules of the program."""
    names = {name for name, _ in imported(source.tree) if name.startswith(f"{PACKAGE}.")}
    return {_last(name) for name in names if (ROOT / name.replace(".", "/")).with_suffix(".py").is_file()}


def long_files(source: Source) -> Findings:
    """A file of more than 400 lines is split along a seam that has a name."""
    if source.lines > LONGEST_FILE:
        yield LONGEST_FILE + 1, f"{source.lines} lines in one file"


def long_functions(source: Source) -> Findings:
    """So is a function of more than 40."""
    for node, length in functions(source):
        if length > LONGEST_FUNCTION:
            yield node.lineno, f"{node.name} has {length} lines"


def signals_carry_nothing_or_one_object(source: Source) -> Findings:
    """``Signal(int)`` wraps at 2^31 and ``Signal(dict)`` loses keys, both without a word."""
    for node, name in _calls(source):
        carried = [ast.unparse(argument) for argument in [*node.args, *(word.value for word in node.keywords)]]
        if _last(name) == "Signal" and carried not in ([], ["object"]):
            yield node.lineno, f"Signal({', '.join(carried)})"


def translated_text_is_literal(source: Source) -> Findings:
    """The tool that gathers texts (lupdate) drops anything else from the translation without a word."""
    for node, name in _calls(source):
        of_qt = name.endswith(("Application.translate", ".tr")) or name in {"tr", "translate"}
        if of_qt and source.room == "ui":
            text = node.args[0 if _last(name) == "tr" else 1 :][:1]
            if not (text and isinstance(text[0], ast.Constant)):
                yield node.lineno, f"{name}() of something that is no literal"


def no_lambda_is_connected(source: Source) -> Findings:
    """A lambda outlives the dialog it captured; a bound method does not."""
    for node, name in _calls(source):
        if _last(name) == "connect" and any(
            isinstance(inner, ast.Lambda) for arg in node.args for inner in ast.walk(arg)
        ):
            yield node.lineno, "a lambda is connected"


def a_choice_is_heard_without_a_click(source: Source) -> Findings:
    """A screen reader toggles a button of a group without a click: then the mark moves and nothing else happens."""
    if source.in_program:
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Attribute) and node.attr in {"idClicked", "buttonClicked"}:
                yield node.lineno, f"{node.attr} hears clicks only, {node.attr.replace('Clicked', 'Toggled')} all"


def no_loop_inside_the_loop(source: Source) -> Findings:
    """A nested event loop re-enters half-finished code; ``terminate`` leaves locks behind."""
    for node, name in _calls(source):
        last = _last(name)
        if source.in_program and last in {"processEvents", "terminate"}:
            yield node.lineno, f"{last}()"
        if source.in_program and last in {"exec", "exec_"} and source.path not in LOOP_SEAMS:
            yield node.lineno, f"{last}() opens a nested event loop"


def threads_start_at_their_seams(source: Source) -> Findings:
    """Two files start threads; everything else hands its work to them."""
    if not source.in_program or source.path in THREAD_SEAMS:
        return
    for name, line in imported(source.tree):
        if name in THREAD_MODULES:
            yield line, f"imports {name}"
    for call, name in _calls(source):
        if _last(name) in THREAD_STARTERS:
            yield call.lineno, f"{name}() starts a thread"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                if _last(ast.unparse(base)) in THREAD_STARTERS:
                    yield node.lineno, f"{node.name} is a thread"


def the_clock_is_asked_in_one_place(source: Source) -> Findings:
    """Times come from the clock that was passed in."""
    for node, name in _calls(source):
        if source.in_program and source.room != "clock" and ".".join(name.split(".")[-2:]) in CLOCK_CALLS:
            yield node.lineno, f"{name}()"


def chance_is_passed_in(source: Source) -> Findings:
    """Identifiers and secrets come from the random source that was passed in."""
    if not source.in_program:
        return
    for module, line in imported(source.tree):
        if module in RANDOM_MODULES:
            yield line, f"imports {module}"
    for node, name in _calls(source):
        if name in RANDOM_CALLS:
            yield node.lineno, f"{name}()"


def systems_differ_at_their_seams(source: Source) -> Findings:
    """Nothing POSIX-only outside the named seams: Windows follows."""
    if not source.in_program or source.path in SYSTEM_SEAMS:
        return
    for name, line in imported(source.tree):
        if name.split(".", maxsplit=1)[0] in POSIX_MODULES:
            yield line, f"imports {name}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value)
            if (owner == "os" and node.attr in POSIX_OS) or (owner == "signal" and node.attr in POSIX_SIGNALS):
                yield node.lineno, f"{owner}.{node.attr}"
        text = node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""
        if isinstance(node, ast.Constant) and (POSIX_PATH.match(text) or text in POSIX_MODULES - {"resource"}):
            yield node.lineno, repr(text)


def names_say_something(source: Source) -> Findings:
    """These words are no names for modules or classes here."""
    stem = _last(source.module).strip("_")
    if stem in VAGUE and source.module not in NAMED_BY_THE_FIELD:
        yield 1, f"module {stem}"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ClassDef) and node.name not in NAMED_BY_THE_FIELD:
            last = re.findall(r"[A-Z]+[a-z]*|[a-z]+", node.name)[-1].lower()
            if last in VAGUE:
                yield node.lineno, f"class {node.name}"


def packages_hold_a_docstring_only(source: Source) -> Findings:
    """Code in ``__init__`` is how large import cycles begin."""
    if not source.in_program or not source.path.endswith("/__init__.py"):
        return
    for node in source.tree.body:
        version = source.path == f"{PACKAGE}/__init__.py" and isinstance(node, ast.Assign)
        future = isinstance(node, ast.ImportFrom) and node.module == "__future__"
        if not version and not future and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield node.lineno, ast.unparse(node)[:40]


def nothing_is_global(source: Source) -> Findings:
    """One composition root; collaborators come by constructor."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Global):
            yield node.lineno, f"global {', '.join(node.names)}"


def not_everything_is_caught(source: Source) -> Findings:
    """A bug reaches the crash hook; who only tidies up on the way raises it again."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ExceptHandler) and source.in_program and source.path not in CATCH_ALL_SEAMS:
            kind = "" if node.type is None else ast.unparse(node.type)
            passed_on = isinstance(node.body[-1], ast.Raise) and node.body[-1].exc is None
            if kind in {"", "Exception", "BaseException"} and not passed_on:
                yield node.lineno, f"except {kind}".strip()


def the_window_does_nothing_outward(source: Source) -> Findings:
    """No SQL, file, network or other process in the window: it asks a use case for that, on whatever lane."""
    if source.room != "ui" or source.path in RESOURCE_SEAMS:
        return
    for name, line in imported(source.tree):
        if name.split(".", maxsplit=1)[0] in OUTWARD_MODULES:
            yield line, f"imports {name}"
    for call, name in _calls(source):
        # widget.open() shows a dialog; open() and path.read_bytes() read a file
        if name in {"open", "os.open", "io.open"} or _last(name) in OUTWARD_CALLS:
            yield call.lineno, f"{name}()"


def exceptions_from_rules_have_a_reason(source: Source) -> Findings:
    """Each ``noqa`` and ``type: ignore`` names its rule and says why, on its line."""
    for number, line in enumerate(source.text.splitlines(), 1):
        aside = _ASIDE.search(line)
        if aside and not _REASON.search(aside["rest"]):
            yield number, aside.group()


def tests_pass_fakes_in(source: Source) -> Findings:
    """Tests hand their fakes to the constructor; they patch no module of ours."""
    for name, line in imported(source.tree):
        if name.split(".")[:2] == ["unittest", "mock"]:
            yield line, "imports unittest.mock"
    for node, name in _calls(source):
        if name == "monkeypatch.setattr" and node.args:
            target = ast.unparse(node.args[0]).strip("'")
            if target.startswith(f"{PACKAGE}.") or target in _our_modules(source):
                yield node.lineno, f"patches {target}"


RULES: tuple[Rule, ...] = (
    long_files,
    long_functions,
    signals_carry_nothing_or_one_object,
    translated_text_is_literal,
    no_lambda_is_connected,
    a_choice_is_heard_without_a_click,
    no_loop_inside_the_loop,
    threads_start_at_their_seams,
    the_clock_is_asked_in_one_place,
    chance_is_passed_in,
    systems_differ_at_their_seams,
    names_say_something,
    packages_hold_a_docstring_only,
    nothing_is_global,
    not_everything_is_caught,
    the_window_does_nothing_outward,
    exceptions_from_rules_have_a_reason,
    tests_pass_fakes_in,
)
