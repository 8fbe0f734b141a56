"""The commands of the development program."""
import sys

from .console import step
from .errors import DevError


def main(arguments):
    """Run one command; errors are sentences, not tracebacks. Return the exit code."""
    command, rest = (arguments or ["--help"])[0], arguments[1:]
    if command not in _COMMANDS:
        print("Commands: %s" % ", ".join(_COMMANDS), file=sys.stderr)
        return 2
    try:
        return _COMMANDS[command](rest) or 0
    except DevError as error:
        print("\nerror: %s" % error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        step("stopped; the same command goes on from here")
        return 130


def _run(arguments):
    from .run_command import main as run
    return run(arguments)


def _test(arguments):
    from .testing.command import main as test
    return test(arguments)


def _build(arguments):
    """Build what the development server runs: front end and addon."""
    from . import addon_build, frontend
    frontend.build()
    for series in arguments or ["14.0"]:
        print(addon_build.build(series)[0])


def _i18n(arguments):
    from .i18n import main as i18n
    return i18n(arguments)


def _lock(arguments):
    from .lock import main as lock
    return lock(arguments)


def _phone_front(arguments):
    """The process behind ``./run --phone``."""
    from .phone.front import main as front
    return front(arguments)


_COMMANDS = {"run": _run, "test": _test, "build": _build, "i18n": _i18n, "lock": _lock, "phone-front": _phone_front}
