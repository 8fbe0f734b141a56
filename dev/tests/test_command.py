"""The command lines of ./run and ./test."""
import subprocess

import pytest
from fvr_dev import configuration, run_command, templates
from fvr_dev.errors import DevError
from fvr_dev.installation import Installation
from fvr_dev.paths import CHECKOUT
from fvr_dev.postgres import Server
from fvr_dev.testing.command import STAGES, split_arguments


def test_without_arguments_every_stage_runs():
    _options, stages, rest = split_arguments([])
    assert stages == list(STAGES) and rest == []


def test_the_rest_goes_to_the_named_stage():
    _options, stages, rest = split_arguments(["odoo", "test_visit.py", "-k", "name", "-x"])
    assert stages == ["odoo"] and rest == ["test_visit.py", "-k", "name", "-x"]


def test_series_options_are_not_handed_on():
    options, stages, rest = split_arguments(["odoo", "--series", "18.0", "--odoo", "/somewhere", "-x"])
    assert (options.series, options.odoo, stages, rest) == ("18.0", "/somewhere", ["odoo"], ["-x"])


def test_misspelt_stage_is_named():
    with pytest.raises(DevError, match="`enigne` is no stage"):
        split_arguments(["enigne"])


@pytest.mark.parametrize("arguments", [["--port", "abc"], ["explode"]])
def test_bad_arguments_of_run(arguments, capsys):
    with pytest.raises(SystemExit):
        run_command.parser().parse_args(arguments)
    assert "error:" in capsys.readouterr().err


@pytest.mark.parametrize("script", ["run", "test"])
def test_help_needs_no_set_up(script):
    done = subprocess.run([str(CHECKOUT / script), "--help"], stdout=subprocess.PIPE, text=True)
    assert done.returncode == 0 and "--series" in done.stdout


def test_configuration_is_private_and_local(tmp_path):
    odoo = Installation("14.0", "python", ("python", "odoo"), (tmp_path,), "x")
    path = configuration.write(tmp_path / "c", odoo, Server("h", 1, "u", "100%secret"), [tmp_path / "a"], dbfilter="^x$")
    settings = configuration.read(path)
    assert settings["http_interface"] == "127.0.0.1" and settings["list_db"] == "False"
    assert settings["db_password"] == "100%secret" and settings["addons_path"] == "%s,%s/a" % (tmp_path, tmp_path)
    assert path.stat().st_mode & 0o077 == 0


def test_the_apps_have_a_stage_and_a_chart_of_accounts_in_every_series():
    charts = {number: "l10n_generic_coa" in templates.app_modules(Installation("%d.0" % number, "p", (), (), "x"))
              for number in (14, 16, 17, 19)}
    assert "apps" in STAGES and charts == {14: True, 16: True, 17: False, 19: False}
