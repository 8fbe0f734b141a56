"""The addon itself, built for all six series."""
import ast
import hashlib
import os

import pytest
from build import addon, cli, manifest, series
from build.errors import BuildError
from build_helpers import ROOT, SOURCE
from lxml import etree

PYTHON = (3, 9)


@pytest.fixture(scope="module")
def builds(tmp_path_factory):
    """The folder of the addon by series."""
    base = tmp_path_factory.mktemp("builds")
    return {number: addon.build(SOURCE, base / str(number), number) for number in series.SERIES}


def checksum(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize("number", series.SERIES)
def test_manifest(builds, number):
    facts = manifest.read(builds[number])
    assert facts["version"] == "%d.0.%s" % (number, manifest.read(SOURCE)["version"])
    assert ("assets" in facts) == (number > 14) and ("qweb" not in facts or number == 14)
    for path in facts["data"] + facts["demo"]:
        assert (builds[number] / path).is_file(), path


@pytest.mark.parametrize("number", series.SERIES)
def test_assets_exist_and_belong_to_the_series(builds, number):
    facts = manifest.read(builds[number])
    paths = sum(facts.get("assets", {}).values(), []) + [
        "field_visit_routing/" + path for path in facts.get("qweb", [])]
    if number == 14:
        template = etree.parse(str(builds[14] / manifest.ASSETS_FILE))
        paths += [url[1:] for url in template.xpath("//@src | //@href")]
    assert paths
    for path in paths:
        assert (builds[number].parent / path).is_file(), path
    assert not (builds[number] / manifest.left_out(number)).exists()
    kept = {manifest.LEGACY, manifest.OWL} - {manifest.left_out(number)}
    assert any(folder in path for folder in kept for path in paths)


@pytest.mark.parametrize("number", series.SERIES)
def test_data_files_are_well_formed(builds, number):
    for path in builds[number].rglob("*.xml"):
        etree.parse(str(path))


@pytest.mark.parametrize("number", series.SERIES)
def test_python_is_copied_and_valid_on_the_oldest_python(builds, number):
    for path in builds[number].rglob("*.py"):
        ast.parse(path.read_text(encoding="utf-8"), str(path), feature_version=PYTHON)
        if path.name != "__manifest__.py":
            assert checksum(path) == checksum(SOURCE / path.relative_to(builds[number]))


def test_newest_series_gets_the_source_nearly_verbatim(builds):
    for path in builds[19].rglob("*"):
        if path.is_file() and path.name != "__manifest__.py":
            assert checksum(path) == checksum(SOURCE / path.relative_to(builds[19])), path


def test_files_without_a_firing_rule_are_byte_for_byte(tmp_path):
    source = small_addon(tmp_path)
    odd = b"<?xml version='1.0'?>\r\n<odoo ><!-- kept -->\n\t<record id='a'  model='x.y'/></odoo>\n\n"
    (source / "data.xml").write_bytes(odd)
    for number in series.SERIES:
        assert (addon.build(source, tmp_path / "out", number) / "data.xml").read_bytes() == odd


def test_layout_and_comments_survive_a_rule(tmp_path):
    source = small_addon(tmp_path)
    (source / "data.xml").write_text(
        "<odoo>\n    <!-- why -->\n    <record id='a' model='ir.actions.act_window'>\n"
        "        <field name='view_mode'>list</field>\n    </record>\n</odoo>\n")
    built = (addon.build(source, tmp_path / "out", 14) / "data.xml").read_text()
    assert "\n    <!-- why -->\n    <record" in built and ">tree</field>\n    </record>" in built


def small_addon(folder, **facts):
    """Write the smallest addon and return its folder."""
    source = folder / "small_addon"
    source.mkdir()
    manifest_facts = dict({"name": "Small", "version": "1.2.3"}, **facts)
    (source / "__manifest__.py").write_text(repr(manifest_facts))
    (source / "__init__.py").write_text("")
    return source


def test_links(tmp_path):
    source = small_addon(tmp_path)
    target = addon.build(source, tmp_path / "out", 14, link=True)
    assert os.path.realpath(target / "__init__.py") == os.path.realpath(source / "__init__.py")
    assert not (target / "__manifest__.py").is_symlink()
    assert "version" in (source / "__manifest__.py").read_text()


def test_a_failed_build_leaves_the_earlier_one(tmp_path):
    source = small_addon(tmp_path)
    target = addon.build(source, tmp_path / "out", 14)
    (source / "broken.xml").write_text("<odoo><record></odoo>")
    with pytest.raises(BuildError, match="broken.xml:1: not well-formed"):
        addon.build(source, tmp_path / "out", 14)
    assert sorted(os.listdir(tmp_path / "out")) == ["small_addon"]
    assert (target / "__manifest__.py").is_file() and not (target / "broken.xml").exists()


def test_a_second_build_forgets_removed_files(tmp_path):
    source = small_addon(tmp_path)
    (source / "old.txt").write_text("old")
    addon.build(source, tmp_path / "out", 14)
    (source / "old.txt").unlink()
    assert not (addon.build(source, tmp_path / "out", 14) / "old.txt").exists()


def test_leftovers_of_development_stay_behind(tmp_path):
    source = small_addon(tmp_path)
    for name in ("__pycache__", ".hypothesis", "node_modules"):
        (source / name).mkdir()
        (source / name / "x").write_text("x")
    (source / ".x.swp").write_text("x")
    target = addon.build(source, tmp_path / "out", 16)
    assert sorted(os.listdir(target)) == ["__init__.py", "__manifest__.py"]


# ---- bundles of the web client -------------------------------------------------------------------
def bundle_addon(folder):
    source = small_addon(folder, data=["a.xml"], assets={"web.assets_backend": [
        "small_addon/static/src/map.scss", "small_addon/static/src/legacy/**/*",
        "small_addon/static/src/owl/*.js", "small_addon/static/src/owl/*.xml"]})
    for path in ("map.scss", "legacy/b.js", "legacy/a/a.js", "legacy/t.xml", "owl/o.js", "owl/o.xml"):
        file = source / "static/src" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    return source


def test_bundles_of_14(tmp_path):
    target = addon.build(bundle_addon(tmp_path), tmp_path / "out", 14)
    facts = manifest.read(target)
    assert "assets" not in facts and facts["qweb"] == ["static/src/legacy/t.xml"]
    assert facts["data"] == ["a.xml", "views/assets.xml"]
    root = etree.parse(str(target / "views/assets.xml")).getroot()
    template = root.find("template")
    assert template.get("inherit_id") == "web.assets_backend"
    assert root.xpath("//link/@href") == ["/small_addon/static/src/map.scss"]
    assert root.xpath("//script/@src") == ["/small_addon/static/src/legacy/a/a.js",
                                           "/small_addon/static/src/legacy/b.js"]


@pytest.mark.parametrize("number, backend, qweb", [
    (15, ["map.scss", "legacy/a/a.js", "legacy/b.js"], ["legacy/t.xml"]),
    (16, ["map.scss", "owl/o.js", "owl/o.xml"], []),
    (19, ["map.scss", "owl/o.js", "owl/o.xml"], []),
])
def test_bundles_of_newer_series(tmp_path, number, backend, qweb):
    facts = manifest.read(addon.build(bundle_addon(tmp_path), tmp_path / "out", number))
    full = "small_addon/static/src/%s".__mod__
    assert facts["assets"]["web.assets_backend"] == [full(path) for path in backend]
    assert facts["assets"].get("web.assets_qweb", []) == [full(path) for path in qweb]


def test_asset_directives_are_refused(tmp_path):
    source = small_addon(tmp_path, assets={"web.assets_backend": [("remove", "x")]})
    with pytest.raises(BuildError, match="directive"):
        addon.build(source, tmp_path / "out", 14)


# ---- the command -----------------------------------------------------------------------------------
def test_command_builds_one_series(tmp_path, capsys):
    assert cli.main(["--series", "14.0", "--out", str(tmp_path)]) == 0
    assert (tmp_path / "field_visit_routing" / "__manifest__.py").is_file()
    printed = capsys.readouterr().out.split()
    assert printed == [str(tmp_path / source.name) for source in addon.sources(ROOT)]


def test_siblings_are_built_with_the_addon(tmp_path):
    """And bring nothing of it along: they depend on it."""
    names = [source.name for source in addon.sources(ROOT)]
    assert names[0] == "field_visit_routing" and "field_visit_routing_queue_job" in names
    for number in series.SERIES:
        folder = addon.build(ROOT / "field_visit_routing_queue_job", tmp_path / str(number), number)
        facts = manifest.read(folder)
        assert facts["version"].startswith(series.label(number)) and facts["auto_install"]
        assert facts["depends"] == ["field_visit_routing", "queue_job"]
        assert not (folder / "static").exists()


@pytest.mark.parametrize("arguments, message", [
    (["--series", "13.0"], "'13.0' is not a series this addon is built for. Remedy: choose one of 14.0"),
    (["--series", "x"], "'x' is not a series"),
    (["--source", "/nowhere"], "no addon there"),
])
def test_command_explains_errors(tmp_path, capsys, arguments, message):
    assert cli.main(arguments + ["--out", str(tmp_path)]) == 1
    assert message in capsys.readouterr().err


@pytest.mark.parametrize("text, number", [("14", 14), ("14.0", 14), ("v19.0", 19)])
def test_names_of_series(text, number):
    assert series.parse(text) == number


def test_broken_manifest(tmp_path):
    source = small_addon(tmp_path)
    (source / "__manifest__.py").write_text("{'name': f()}")
    with pytest.raises(BuildError, match="not a literal dict"):
        addon.build(source, tmp_path / "out", 14)


def test_the_checkout_is_found():
    assert cli.ROOT == ROOT
