"""The set-up finds the machine's own mirror, however apt is configured."""
import pytest
from shell import call

DEB822 = """\
# a comment
Types: deb deb-src
URIs: http://mirror.example/debian
Suites: bookworm bookworm-updates
Components: main

Types: deb
URIs: http://mirror.example/debian-security
Suites: bookworm-security
Components: main
"""
DISABLED = "Types: deb\nURIs: http://off.example/debian\nSuites: bookworm\nComponents: main\nEnabled: no\n\n"
ONE_LINE = """\
deb-src http://source.example/debian bookworm main
# deb http://comment.example/debian bookworm main
deb [arch=amd64 signed-by=/key.gpg] http://line.example/debian bookworm main contrib
deb http://line.example/debian-security bookworm-security main
"""


@pytest.fixture
def machine(tmp_path):
    """A folder that stands for /etc/apt, and a Debian 12 to go with it."""
    (tmp_path / "sources.list.d").mkdir()
    (tmp_path / "os-release").write_text("ID=debian\nVERSION_CODENAME=bookworm\n")
    return tmp_path


def ask(machine, code, **more):
    return call(["messages", "apt_sources"], code, APT_ETC=machine, OS_RELEASE=machine / "os-release", **more).stdout.strip()


def test_paragraph_form(machine):
    (machine / "sources.list.d" / "debian.sources").write_text(DEB822)
    assert ask(machine, "main_mirror") == "http://mirror.example/debian"
    assert ask(machine, "security_mirror x") == "http://mirror.example/debian-security"


def test_disabled_paragraph_is_passed_over(machine):
    (machine / "sources.list.d" / "debian.sources").write_text(DISABLED + DEB822)
    assert ask(machine, "main_mirror") == "http://mirror.example/debian"


def test_one_line_form_with_options(machine):
    (machine / "sources.list").write_text(ONE_LINE)
    assert ask(machine, "main_mirror") == "http://line.example/debian"
    assert ask(machine, "security_mirror x") == "http://line.example/debian-security"


def test_no_source_gives_nothing(machine):
    assert ask(machine, "main_mirror") == ""


def test_source_of_another_suite_is_not_ours(machine):
    (machine / "sources.list").write_text("deb http://line.example/debian trixie main\n")
    assert ask(machine, "main_mirror") == ""


def test_security_beside_main_when_not_named(machine):
    assert ask(machine, "security_mirror http://mirror.example/debian") == "http://mirror.example/debian-security"


def test_archive_variable_goes_first(machine):
    (machine / "sources.list.d" / "debian.sources").write_text(DEB822)
    archive = "http://archive.example/debian"
    assert ask(machine, "main_mirror", FVR_ARCHIVE_MIRROR=archive) == archive
    assert ask(machine, "security_mirror x", FVR_ARCHIVE_MIRROR=archive) == "http://archive.example/debian-security"
    assert ask(machine, "security_mirror x", FVR_ARCHIVE_SECURITY_MIRROR="http://s.example/x") == "http://s.example/x"


def test_entry_is_signed(machine):
    entry = ask(machine, "source_entry http://mirror.example/debian bullseye")
    assert "Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg" in entry.splitlines()
    assert "Suites: bullseye" in entry.splitlines()
