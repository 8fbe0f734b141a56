"""Rules for every file of the repository: sizes, no machine's paths, nothing unfinished."""
import ast
import re
import subprocess

import pytest
from fvr_dev.paths import CHECKOUT

MAX_FILE_LINES, MAX_FUNCTION_LINES = 400, 60
SOURCES = (".py", ".sh", ".ts", ".js", ".mjs", ".xml")
# Put together here, so that this file does not hold what it looks for.
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|NotImplemented" r"Error|mark\.ski" r"p\b|@unittest\.ski" r"p\b)")
MACHINE_PATH = re.compile(r"(?<![A-Za-z0-9_.-])/(root|wo" r"rk|home/[a-z]+|tmp/[a-z0-9_-]+)/")


def tracked():
    names = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=str(CHECKOUT), stdout=subprocess.PIPE,
                           text=True, check=True).stdout.splitlines()
    return [CHECKOUT / name for name in names if (CHECKOUT / name).is_file()]


FILES = tracked()
PYTHON = [path for path in FILES if path.suffix == ".py"]


def ids(path):
    return str(path.relative_to(CHECKOUT))


def test_files_are_short():
    too_long = {ids(path): count for path in FILES if path.suffix in SOURCES
                for count in [len(path.read_text(encoding="utf-8").splitlines())] if count > MAX_FILE_LINES}
    assert not too_long, "split these files (at most %d lines each)" % MAX_FILE_LINES


@pytest.mark.parametrize("path", PYTHON, ids=ids)
def test_functions_are_short(path):
    functions = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
                 if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    too_long = {node.name: node.end_lineno - node.lineno + 1 for node in functions
                if node.end_lineno - node.lineno >= MAX_FUNCTION_LINES}
    assert not too_long, "split these functions (at most %d lines each)" % MAX_FUNCTION_LINES


def lines_with(pattern, files):
    return ["%s:%d %s" % (ids(path), number, line.strip()[:100]) for path in files
            for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
            if pattern.search(line)]


def texts():
    return [path for path in FILES if path.suffix in (*SOURCES, ".rst", ".md", ".toml", ".in", "") and
            path.name not in ("LICENSE",)]


def test_nothing_is_unfinished():
    assert lines_with(UNFINISHED, texts()) == []


def test_no_path_of_one_machine():
    assert lines_with(MACHINE_PATH, texts()) == []


def test_locks_name_no_download_address():
    locks = [path for path in FILES if path.suffix == ".lock" or path.name == "package-lock.json"]
    assert len(locks) >= 4
    assert lines_with(re.compile(r'index-url|find-links|"resolved"|file://'), locks) == []


def test_every_requirement_is_locked():
    folder = CHECKOUT / "dev"
    for name in ("requirements", "requirements-node", "requirements-tools", "requirements-contenders"):
        wanted = {line.lower() for line in (folder / (name + ".in")).read_text().splitlines() if "==" in line}
        lock = (folder / (name + ".lock")).read_text()
        locked = set(re.findall(r"^([a-z0-9._-]+==[^ ]+) \\$", lock, re.M))
        missing = {line for line in wanted if _plain(line) not in {_plain(text) for text in locked}}
        assert not missing, "run `make lock`"


def _plain(requirement):
    name, _equals, version = requirement.partition("==")
    return re.sub(r"[-_.]+", "-", name), version


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".sh" or path.name in ("run", "test")], ids=ids)
def test_shell_files_parse(path):
    done = subprocess.run(["bash", "-n", str(path)], stderr=subprocess.PIPE, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("path", PYTHON, ids=ids)
def test_titles_of_dialogs_hold_no_typed_text(path):
    """The dialogs of 14.0 and 15.0 write their title as markup: a customer's name would become some."""
    wrong = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Dict):
            values = {key.value: value for key, value in zip(node.keys, node.values) if isinstance(key, ast.Constant)}
            target, title = values.get("target"), values.get("name")
            if isinstance(target, ast.Constant) and target.value == "new" and title is not None:
                composed = (ast.BinOp, ast.JoinedStr, ast.Attribute, ast.Subscript)
                wrong += [part.lineno for part in ast.walk(title) if isinstance(part, composed)]
    assert not wrong, "give the dialog a title without a record's name, and show the record inside"
