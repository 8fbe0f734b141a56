"""Release archives: complete, reproducible, installable."""
import csv
import subprocess
import sys
import venv
import zipfile
from email.parser import Parser

import pytest
from build import cli, release, wheel
from build.errors import BuildError
from build_helpers import ROOT

FRONT_END = {"field_visit_map.js": "map", "field_visit_map.css": "css", "world.json": "{}"}


@pytest.fixture
def source(tmp_path):
    """A small addon with a built front end."""
    folder = tmp_path / "field_visit_routing"
    (folder / "static" / "dist").mkdir(parents=True)
    for name, content in FRONT_END.items():
        (folder / "static" / "dist" / name).write_text(content)
    (folder / "__init__.py").write_text("WORTH = 7\n")
    (folder / "__manifest__.py").write_text(repr({
        "name": "Small", "summary": "Small addon", "version": "1.2.3", "author": "us",
        "license": "LGPL-3", "external_dependencies": {"python": ["numpy"]}}))
    return folder


def names(path):
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


@pytest.mark.parametrize("series, wheel_name", [
    (14, "odoo14_addon_field_visit_routing-14.0.1.2.3-py3-none-any.whl"),
    (15, "odoo_addon_field_visit_routing-15.0.1.2.3-py3-none-any.whl"),
    (19, "odoo_addon_field_visit_routing-19.0.1.2.3-py3-none-any.whl"),
])
def test_archives(source, tmp_path, series, wheel_name):
    zipped, wheeled = release.release(source, tmp_path / "dist", series, ROOT)
    assert zipped.name == "field_visit_routing-%d.0.1.2.3.zip" % series
    assert wheeled.name == wheel_name
    assert "field_visit_routing/static/dist/field_visit_map.js" in names(zipped)
    assert "field_visit_routing/LICENSE" in names(zipped)
    assert "odoo/addons/field_visit_routing/static/dist/world.json" in names(wheeled)
    assert "odoo/__init__.py" not in names(wheeled) and "odoo/addons/__init__.py" not in names(wheeled)


def test_archives_are_reproducible(source, tmp_path):
    first = [path.read_bytes() for path in release.release(source, tmp_path / "a", 14, ROOT)]
    for path in source.rglob("*"):
        path.touch()
    second = [path.read_bytes() for path in release.release(source, tmp_path / "b", 14, ROOT)]
    assert first == second
    with zipfile.ZipFile(tmp_path / "a" / "field_visit_routing-14.0.1.2.3.zip") as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist() == sorted(archive.namelist())


def test_metadata_of_the_wheel(source, tmp_path):
    wheeled = release.release(source, tmp_path, 16, ROOT)[1]
    with zipfile.ZipFile(wheeled) as archive:
        info = "odoo_addon_field_visit_routing-16.0.1.2.3.dist-info/"
        facts = Parser().parsestr(archive.read(info + "METADATA").decode())
        rows = list(csv.reader(archive.read(info + "RECORD").decode().splitlines()))
        assert {row[0] for row in rows} == set(archive.namelist())
        for name, checksum, size in rows[:-1]:
            content = archive.read(name)
            assert checksum == "sha256=" + wheel.checksum(content) and int(size) == len(content)
    assert facts["Name"] == "odoo-addon-field-visit-routing" and facts["Version"] == "16.0.1.2.3"
    assert facts.get_all("Requires-Dist") == ["odoo>=16.0a,<16.1dev", "numpy"]
    assert facts["Requires-Python"] == ">=3.10" and facts.get_payload().strip()


@pytest.mark.parametrize("series, required", [
    (14, ["odoo14-addon-field-visit-routing>=14.0a,<14.1dev", "odoo14-addon-queue-job>=14.0a,<14.1dev"]),
    (18, ["odoo-addon-field-visit-routing>=18.0a,<18.1dev", "odoo-addon-queue-job>=18.0a,<18.1dev"]),
])
def test_a_sibling_requires_what_it_joins_and_no_front_end(tmp_path, series, required):
    zipped, wheeled = release.release(ROOT / "field_visit_routing_queue_job", tmp_path, series, ROOT)
    assert "field_visit_routing_queue_job/__manifest__.py" in names(zipped)
    with zipfile.ZipFile(wheeled) as archive:
        name, = [name for name in archive.namelist() if name.endswith("/METADATA")]
        facts = Parser().parsestr(archive.read(name).decode())
    assert facts.get_all("Requires-Dist") == ["odoo>=%d.0a,<%d.1dev" % (series, series), *required]


def test_pip_installs_the_wheel(source, tmp_path):
    wheeled = release.release(source, tmp_path / "dist", 14, ROOT)[1]
    target = tmp_path / "site"
    subprocess.run(pip(tmp_path) + ["install", "--quiet", "--no-deps", "--no-index",
                                    "--target", str(target), str(wheeled)], check=True)
    found = subprocess.run(
        [sys.executable, "-c", "from odoo.addons import field_visit_routing as f; print(f.WORTH)"],
        cwd=target, env={"PYTHONPATH": str(target)}, check=True, capture_output=True, text=True)
    assert found.stdout.strip() == "7"


def pip(folder):
    """Return the command of a pip: the one at hand, or one in a fresh environment."""
    if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True).returncode == 0:
        return [sys.executable, "-m", "pip"]
    venv.create(folder / "venv", with_pip=True)
    return [str(folder / "venv" / "bin" / "python"), "-m", "pip"]


@pytest.mark.parametrize("name", sorted(FRONT_END))
def test_front_end_must_be_built(source, tmp_path, name):
    (source / "static" / "dist" / name).unlink()
    with pytest.raises(BuildError, match="front end is not built.*%s.*npm run build" % name):
        release.release(source, tmp_path, 14, ROOT)


def test_licence_must_be_there(source, tmp_path):
    with pytest.raises(BuildError, match="LICENSE: no such file"):
        release.release(source, tmp_path / "dist", 14, tmp_path)


def test_older_archives_of_the_series_are_removed(source, tmp_path):
    out = tmp_path / "dist"
    out.mkdir()
    for name in ("field_visit_routing-14.0.0.9.0.zip", "field_visit_routing-15.0.0.9.0.zip",
                 "odoo14_addon_field_visit_routing-14.0.0.9.0-py3-none-any.whl"):
        (out / name).write_text("old")
    arguments = ["--release", "--series", "14", "--source", str(source), "--out", str(out)]
    assert cli.main(arguments) == 0
    assert sorted(path.name for path in out.iterdir()) == [
        "field_visit_routing-14.0.1.2.3.zip", "field_visit_routing-15.0.0.9.0.zip",
        "odoo14_addon_field_visit_routing-14.0.1.2.3-py3-none-any.whl"]
