"""``./test``: runs the stages one after another and prints one summary."""
import argparse
import fcntl
import os

from .. import installation, paths, postgres
from ..console import step
from ..errors import DevError
from . import browser_stage, odoo_stage, plain_stages, queue_stage, summary

STAGES = ("engine", "frontend", "build", "lint", "odoo", "apps", "queue", "e2e")
_PLAIN = {"engine": plain_stages.engine, "frontend": plain_stages.front_end, "build": plain_stages.build,
          "lint": plain_stages.lint}
_NEEDS_ODOO = {"odoo": odoo_stage.run, "apps": odoo_stage.run_with_apps, "queue": queue_stage.run,
               "e2e": browser_stage.run}


def parser():
    """Return the parser of ``./test``."""
    result = argparse.ArgumentParser(
        prog="./test", description="Runs every test, or those of the stages named: %s." % ", ".join(STAGES),
        epilog="Anything else is handed to the stage's own program when exactly one stage is named, e.g. "
               "`./test odoo -k name` or `./test odoo test_visit.py -x`.")
    result.add_argument("stages", nargs="*", metavar="STAGE", help="stages to run (default: all)")
    result.add_argument("--series", help="test on another Odoo series, e.g. 18.0 (with --odoo)")
    result.add_argument("--odoo", metavar="PATH", help="the source tree of that Odoo")
    return result


def split_arguments(arguments):
    """Return the options, the stages and what is left for the stage's own program.

    Raises
    ------
    DevError
        When something is left over and it is not clear for which stage.
    """
    options, rest = parser().parse_known_args(arguments)
    stages = [word for word in options.stages if word in STAGES]
    others = [word for word in options.stages if word not in STAGES]
    rest = [word for word in arguments if word in rest or word in others]
    if rest and len(stages) != 1:
        raise DevError("`%s` is no stage (%s). To hand something to a stage's own program, name that one stage first: "
                       "./test odoo %s" % (rest[0], ", ".join(STAGES), " ".join(rest)))
    return options, stages or list(STAGES), rest


def main(arguments):
    """Run ``./test``; return the exit code."""
    options, stages, rest = split_arguments(arguments)
    odoo = installation.find(options.series, options.odoo)
    paths.CACHE.mkdir(parents=True, exist_ok=True)
    with open(paths.CACHE / "test.lock", "w") as lock:
        _wait_for(lock)
        results = _run_all(stages, odoo, rest)
    print(summary.text(results), flush=True)
    return 0 if summary.is_good(results) else 1


def _wait_for(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        step("another ./test is running in this checkout; waiting for it")
        fcntl.flock(lock, fcntl.LOCK_EX)


def _run_all(stages, odoo, rest):
    results = [_guarded(stage, _PLAIN[stage], rest) for stage in stages if stage in _PLAIN]
    wanted = [stage for stage in stages if stage in _NEEDS_ODOO]
    if not wanted:
        return results
    data = paths.data_folder()
    cluster = None if os.environ.get("PGHOST") else postgres.EmbeddedCluster(data / "postgres-test", durable=False)
    try:
        server = cluster.start() if cluster else postgres.Server.from_environment()
        return results + [_guarded(stage, _NEEDS_ODOO[stage], odoo, server, data, rest) for stage in wanted]
    finally:
        if cluster:
            cluster.stop()


def _guarded(stage, run, *arguments):
    """Run a stage; what breaks it becomes its result, so that the others still run."""
    step("stage %s" % stage)
    try:
        return run(*arguments)
    except DevError as error:
        step("stage %s cannot run: %s" % (stage, error))
        return summary.Result(stage, error=str(error), counts_tests=False)
