"""``./run``: starts the demo, or stops, resets, shows or opens it."""
import argparse
import json

from . import installation, paths
from .console import step
from .demo import Instance
from .phone.code import in_terminal
from .phone.front import AUTHORITY_PATH

ACTIONS = ("start", "stop", "status", "shell", "reset")


def parser():
    """Return the parser of ``./run``."""
    result = argparse.ArgumentParser(
        prog="./run", description="Sets up a real Odoo with the addon and a demo company, starts it and prints where "
                                  "to look. The last line is JSON with url, db, login and password.",
        epilog="PGHOST, PGPORT, PGUSER and PGPASSWORD name a PostgreSQL to use instead of the embedded one. "
               "FVR_DATA names another data folder. FVR_ARCHIVE_MIRROR names a mirror of Debian's older suite.")
    result.add_argument("action", nargs="?", choices=ACTIONS, default="start",
                        help="start (default); stop; status; shell: Odoo's Python shell; reset: delete the demo's data")
    result.add_argument("--port", type=int, help="port to listen on (default: 8069 or the next free one)")
    result.add_argument("--workers", type=int, help="serve with N processes; 0: with threads (default: as now)")
    result.add_argument("--phone", nargs="?", const="", metavar="LOGIN",
                        help="serve HTTPS on the local network and show a QR code that opens a rep's day on a phone")
    result.add_argument("--series", help="another Odoo series, e.g. 19.0 (with --odoo)")
    result.add_argument("--odoo", metavar="PATH", help="the source tree of that Odoo")
    return result


def main(arguments):
    """Run ``./run``; return the exit code."""
    options = parser().parse_args(arguments)
    odoo = installation.find(options.series, options.odoo)
    data = paths.data_folder()
    data.mkdir(parents=True, exist_ok=True)
    instance = Instance(odoo, data / ("demo-" + odoo.series))
    action = {"start": _start, "stop": _stop, "status": _status, "shell": _shell, "reset": _reset}[options.action]
    return action(instance, options)


def _start(instance, options):
    access = instance.start(options.port, options.workers)
    phone = instance.start_phone(options.phone) if options.phone is not None else None
    step("ready")
    print(_welcome(access, instance))
    if phone:
        print(_phone_welcome(*phone))
    print(json.dumps({key: access[key] for key in ("url", "db", "login", "password")}), flush=True)


def _welcome(access, instance):
    return """
Odoo %(series)s with Field Visits is running.

  This week's map, signed in:  %(sign_in)s
  Or sign in yourself:         %(url)s   login %(login)s   password %(password)s

What to click first:
  1. The map shows this week's visits and routes; zoom in and the stops have numbers. A click on a name in the
     legend hides what belongs to it.
  2. Field Visits > Plan a week: choose the reps and days, then Run; apply the proposal or discard it.
  3. Field Visits > Routes: the route that is in progress has its stops, navigation links and the route sheet.
  4. Field Visits > Configuration > Try My Customers: paste your own list.

Stop it: ./run stop     Start anew: ./run reset     Log: %(log)s
""" % dict(access, series=instance.installation.series, log=instance.log)


def _phone_welcome(login, address):
    return """
%(code)s
  Scan this with a phone in the same network: it opens the day of %(login)s, once, within ten minutes.
  %(address)s

The phone does not know this machine's certificate and asks whether you want to go on. To use the app without a
network as well, let it trust the certificate first: open %(authority)s on it, install the file
(iPhone: also Settings > General > About > Certificate Trust Settings), and scan again.
A new code: ./run --phone [LOGIN]
""" % {"code": in_terminal(address), "login": login, "address": address,
       "authority": address.split("/field_visit_demo")[0] + AUTHORITY_PATH.decode()}


def _stop(instance, options):
    was_running = instance.running()
    instance.stop()
    print("Stopped." if was_running else "It was not running.")


def _status(instance, options):
    if not instance.running():
        print("It is not running. Start it: ./run")
        return 3
    access = instance.access()
    print("It runs: %s" % access["sign_in"])
    print(json.dumps({key: access[key] for key in ("url", "db", "login", "password")}))


def _shell(instance, options):
    instance.shell()


def _reset(instance, options):
    instance.reset()
    print("The demo's data are deleted. Start anew: ./run")
