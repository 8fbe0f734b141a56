"""Work is repeated when its inputs changed, and only then; data lie where PostgreSQL can reach them."""
import pytest
from fvr_dev import paths
from fvr_dev.stamps import Stamp, of_files


def test_digest_follows_contents_and_names(tmp_path):
    source = tmp_path / "src"
    source.mkdir()
    (source / "a").write_text("1")
    first = of_files(source)
    assert of_files(source) == first
    (source / "a").write_text("2")
    assert of_files(source) != first
    (source / "a").rename(source / "b")
    (source / "b").write_text("1")
    assert of_files(source) != first


def test_digest_ignores_what_is_built(tmp_path):
    (tmp_path / "a").write_text("1")
    first = of_files(tmp_path)
    for folder in ("node_modules", "__pycache__", "dist"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "made").write_text("x")
    assert of_files(tmp_path) == first


def test_stamp_is_gone_while_the_work_runs(tmp_path):
    stamp = Stamp(tmp_path / "deep" / "stamp")
    assert not stamp.matches("a")
    stamp.write("a")
    assert stamp.matches("a") and not stamp.matches("b")
    stamp.clear()
    assert not stamp.matches("a")


@pytest.fixture
def open_checkout(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "is_open_to_all", lambda path: True)
    return tmp_path


def test_data_lie_in_the_checkout(open_checkout):
    assert paths.data_folder(open_checkout, {}, uid=0) == open_checkout / ".cache" / "data"
    assert paths.data_folder(open_checkout, {}, uid=1000) == open_checkout / ".cache" / "data"


def test_variable_goes_first(open_checkout, tmp_path):
    assert paths.data_folder(open_checkout, {"FVR_DATA": str(tmp_path / "x")}, uid=0) == tmp_path / "x"


def test_root_below_a_closed_home_needs_an_open_place(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "is_open_to_all", lambda path: False)
    found = paths.data_folder(tmp_path, {}, uid=0)
    assert str(found).startswith("/var/lib/field_visit_routing/")
    assert found != paths.data_folder(tmp_path / "other", {}, uid=0)
    assert paths.data_folder(tmp_path, {"PGHOST": "db"}, uid=0) == tmp_path / ".cache" / "data"
    assert paths.data_folder(tmp_path, {}, uid=1000) == tmp_path / ".cache" / "data"


def test_closed_folder_is_noticed(tmp_path):
    tmp_path.chmod(0o700)
    assert not paths.is_open_to_all(tmp_path)
