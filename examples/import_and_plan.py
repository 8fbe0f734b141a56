"""Import customers, plan a week and print the routes, from outside Odoo.

    python examples/import_and_plan.py --url http://127.0.0.1:8069 --db DB --login LOGIN --password PASSWORD
    python examples/import_and_plan.py … --client odoorpc --apply

Nothing but Python's standard library is needed; ``--client odoorpc`` does the same through OdooRPC.
"""
import argparse
import sys
import time
import uuid
import xmlrpc.client
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

CUSTOMERS = Path(__file__).with_name("customers.csv")
LANGUAGE = {"lang": "en_US"}


class ExampleError(Exception):
    """Something that the user of this script can mend."""


def connect_xmlrpc(url, db, login, password):
    """Return ``call(model, method, *arguments)`` by xmlrpc.client."""
    uid = xmlrpc.client.ServerProxy(url + "/xmlrpc/2/common").authenticate(db, login, password, {})
    if not uid:
        raise ExampleError(f"Cannot sign in to {db} as {login}: check the login and the password.")
    server = xmlrpc.client.ServerProxy(url + "/xmlrpc/2/object")

    def call(model, method, *arguments):
        try:
            return server.execute_kw(db, uid, password, model, method, list(arguments), {"context": LANGUAGE})
        except xmlrpc.client.Fault as fault:
            raise ExampleError(fault.faultString.strip()) from None

    return call


def connect_odoorpc(url, db, login, password):
    """Return the same ``call`` by OdooRPC, which speaks JSON-RPC."""
    import odoorpc

    address = urlsplit(url)
    protocol = "jsonrpc+ssl" if address.scheme == "https" else "jsonrpc"
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        odoo = odoorpc.ODOO(address.hostname, protocol=protocol, port=port)
        odoo.login(db, login, password)
    except odoorpc.error.RPCError as error:
        raise ExampleError(f"Cannot sign in to {db} as {login}: {error}") from None

    def call(model, method, *arguments):
        try:
            return odoo.execute_kw(model, method, list(arguments), {"context": LANGUAGE})
        except odoorpc.error.RPCError as error:
            raise ExampleError(str(error)) from None

    return call


CLIENTS = {"xmlrpc": connect_xmlrpc, "odoorpc": connect_odoorpc}


def import_customers(call, path):
    """Create the customers of a CSV file; return the id of the batch and those of the customers."""
    text = path.read_text(encoding="utf-8")
    answer = call("field.visit.try.batch", "try_customers", {"name": f"Example {path.name}", "text": text})
    for problem in answer["problems"]:
        print(f"line {problem['line']}: {problem['message']}")
    print(f"{len(answer['partner_ids'])} customers imported")
    return answer["batch_id"], answer["partner_ids"]


def plan_week(call, partner_ids):
    """Plan the seven days from tomorrow; return the id of the plan, once it is computed."""
    reps = call("field.visit.rep", "search", [], 0, 1)
    if not reps:
        raise ExampleError("There is no field rep. Create one under Field Visits, Configuration, Reps.")
    first = date.today() + timedelta(days=1)
    answer = call("field.visit.plan", "submit_plan", {
        "date_from": first.isoformat(), "date_to": (first + timedelta(days=6)).isoformat(),
        "rep_ids": reps, "partner_ids": partner_ids, "objective": "most_value", "seed": 1, "time_limit_s": 3,
        # the same reference gives the same plan: a repeated request never plans twice
        "client_reference": f"example-{uuid.uuid4()}",
    })
    print(f"plan {answer['name']}: {answer['state']}")
    wait(call, answer["plan_id"])
    return answer["plan_id"]


def wait(call, plan_id, patience_s=120):
    """Ask for the state until the plan is computed."""
    end = time.monotonic() + patience_s
    while time.monotonic() < end:
        status = call("field.visit.plan", "job_status", [plan_id])[0]
        if status["state"] in ("proposed", "failed", "cancelled"):
            print(f"  {status['state']} after {status['elapsed_s']} s")
            break
        time.sleep(0.3)
    else:
        raise ExampleError(f"The plan was not computed within {patience_s} s.")
    if status["state"] != "proposed":
        raise ExampleError(f"The plan is {status['state']}: {status['message']}")


def print_result(call, plan_id):
    """Print the routes of a computed plan, and what was left out with reason and remedy."""
    result = call("field.visit.plan", "get_result", [plan_id])
    for route in result["routes"]:
        print(f"{route['date']}  {route['rep']}: {len(route['stops'])} visits, {route['distance_m'] / 1000:.1f} km")
        for number, stop in enumerate(route["stops"], start=1):
            print(f"  {number:2}. {stop['start'][11:16]} UTC  {stop['customer']}")
    for left in result["left_out"]:
        print(f"left out: {left['customer']}: {left['reason']} {left['remedy']}")


def run(options):
    call = CLIENTS[options.client](options.url, options.db, options.login, options.password)
    batch, customers = import_customers(call, options.file)
    try:
        plan = plan_week(call, customers)
        print_result(call, plan)
        if options.apply:
            call("field.visit.plan", "action_apply", [plan])
            print("applied: the visits are in the reps' calendars")
    finally:
        if not options.keep:
            removed = call("field.visit.try.batch", "action_remove", [batch])
            print(f"{removed['removed']} customers of this example removed again")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("url", "db", "login", "password"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--client", choices=sorted(CLIENTS), default="xmlrpc")
    parser.add_argument("--file", type=Path, default=CUSTOMERS, help="CSV with customers (default: customers.csv here)")
    parser.add_argument("--apply", action="store_true", help="turn the plan into visits")
    parser.add_argument("--keep", action="store_true", help="keep the customers afterwards")
    try:
        run(parser.parse_args())
    except (ExampleError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
