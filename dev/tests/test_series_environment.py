"""Other series: the right Python, and requirements that install without a compiler."""
import pytest
from fvr_dev import installation, series_env
from fvr_dev.errors import DevError

REQUIREMENTS = """\
# a comment
psycopg2==2.9.9 ; python_version >= '3.12' # (Noble)
psycopg2==2.9.5 ; python_version == '3.11'
python-ldap==3.4.4 ; sys_platform != 'win32'
Werkzeug==3.0.1

lxml-html-clean; python_version >= '3.12'
"""


def test_requirements_that_need_a_compiler_are_replaced_or_left_out():
    lines = series_env.filtered(REQUIREMENTS).splitlines()
    assert lines[0].startswith("psycopg2-binary==2.9.9 ; python_version >= '3.12'")
    assert lines[1].startswith("psycopg2-binary==2.9.5")
    assert not any("ldap" in line or line.startswith("#") for line in lines)
    assert "werkzeug==3.0.1" in lines and "lxml-html-clean; python_version >= '3.12'" in lines


def test_first_working_python_is_taken(tmp_path):
    for name, answer in (("without-venv", "exit 1"), ("other", "echo 3.8"), ("good", "echo 3.12")):
        (tmp_path / name).write_text("#!/bin/sh\n%s\n" % answer)
        (tmp_path / name).chmod(0o755)
    found = {"3.12": [tmp_path / name for name in ("missing", "without-venv", "other", "good")]}
    assert series_env.find_python(["3.13", "3.12"], "19.0", lambda version: found.get(version, [])) == tmp_path / "good"


def test_missing_python_names_the_remedies():
    with pytest.raises(DevError) as caught:
        series_env.find_python(("3.12", "3.11"), "19.0", lambda version: [])
    assert "3.12 or 3.11" in str(caught.value) and "pyenv install 3.12" in str(caught.value)


def tree(folder, version):
    (folder / "odoo").mkdir()
    (folder / "odoo-bin").touch()
    (folder / "odoo" / "release.py").write_text("version_info = (%s, 0, FINAL, 0, '')\n" % version)
    return folder


def test_series_is_read_from_the_tree(tmp_path):
    assert installation.series_of(tree(tmp_path, "18, 0")) == "18.0"


def test_series_that_does_not_fit_the_tree(tmp_path):
    with pytest.raises(DevError, match=r"holds Odoo 18\.0, not 19\.0"):
        installation.find("19.0", str(tree(tmp_path, "18, 0")))


def test_folder_without_odoo(tmp_path):
    with pytest.raises(DevError, match="no Odoo source tree"):
        installation.find("19.0", str(tmp_path))


def test_other_series_needs_a_tree():
    with pytest.raises(DevError, match="--odoo"):
        installation.find("19.0")


def test_series_that_nobody_builds(tmp_path):
    (tmp_path / "requirements.txt").touch()
    with pytest.raises(DevError, match="none of the series"):
        series_env.ensure(tmp_path, "13.0", tmp_path / "env")
