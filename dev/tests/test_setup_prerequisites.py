"""What a machine lacks is named in one message, each with its remedy."""
from shell import DEV, call

PARTS = ["messages", "prerequisites"]


def test_ordinary_user_gets_all_remedies_at_once(tmp_path):
    code = """
    is_root() { false; }
    unsupported_machine() { echo "only 12 MB free beside here: free at least 3000 MB"; }
    missing_packages() { [ "$1" = wkhtmltopdf ] || printf 'ca-certificates libxml2 '; }
    check_prerequisites
    """
    done = call(PARTS, code, CHECKOUT=tmp_path)
    assert done.returncode == 1
    assert "* only 12 MB free" in done.stderr
    assert "* missing packages; as root: apt-get install --no-install-recommends ca-certificates libxml2" in done.stderr


def test_missing_command_is_named():
    done = call(PARTS, "missing_commands sh no-such-command-here")
    assert done.stdout.split() == ["no-such-command-here"]


def test_optional_packages_are_a_note_only(tmp_path):
    code = """
    is_root() { false; }
    unsupported_machine() { :; }
    missing_packages() { [ "$1" != wkhtmltopdf ] || printf 'wkhtmltopdf '; }
    check_prerequisites; echo went on
    """
    done = call(PARTS, code, CHECKOUT=tmp_path)
    assert done.stdout.strip() == "went on"
    assert "printed route sheets need" in done.stderr


def test_root_gets_them_installed(tmp_path):
    code = """
    is_root() { true; }
    unsupported_machine() { :; }
    missing_packages() { [ "$1" = wkhtmltopdf ] || printf 'libxml2 '; }
    install_packages() { echo "installed: $*"; }
    check_prerequisites
    """
    assert call(PARTS, code, CHECKOUT=tmp_path).stdout.strip() == "installed: libxml2"


def test_packages_with_a_wrong_hash_are_fetched_again(tmp_path):
    debs = tmp_path / "debs"
    debs.mkdir()
    (debs / "good_1_all.deb").write_text("good")
    (debs / "bad_1_all.deb").write_text("half a file")
    lock = tmp_path / "debs.lock"
    code = """
    DEBS_LOCK=%s
    (cd %s && sha256sum good_1_all.deb | sed 's#$##'; printf '%%064d  bad_1_all.deb\n%%064d  gone_1_all.deb\n' 0 0) >$DEBS_LOCK
    files_to_fetch
    """ % (lock, debs)
    done = call(["messages", "prerequisites", "apt_sources", "packages"], code, CACHE=tmp_path)
    assert done.stdout.split() == ["bad_1_all.deb", "gone_1_all.deb"]


def test_stamp_is_whole_or_not_there(tmp_path):
    stamp = tmp_path / "stamp"
    code = 'is_stamped "{0}" abc || echo no; write_stamp "{0}" abc; is_stamped "{0}" abc && echo yes'.format(stamp)
    assert call(["messages"], code).stdout.split() == ["no", "yes"]
    assert not stamp.with_name("stamp.new").exists()


def test_every_locked_package_has_a_hash():
    lines = (DEV / "debs.lock").read_text().splitlines()
    assert len(lines) == 18
    for line in lines:
        digest, name = line.split()
        assert len(digest) == 64 and name.endswith(".deb") and "/" not in name
