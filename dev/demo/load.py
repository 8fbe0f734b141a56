"""Load the demo into a running Odoo over XML-RPC, or bring its dates to the present.

``load.py --url URL --db DB --login LOGIN --password PASSWORD`` fills an empty database in stages; what an
interrupted load, or an older version, has finished is not done again, and the dates are moved to today. It ends
with one line of JSON: ``{"loaded": true, "users": {login: name}}``. The demo's users have the password of the login
that loads the demo, unless ``--demo-password`` gives another.
"""
import argparse
import base64
import json
import sys
import time
from datetime import date, datetime
from pathlib import Path
from typing import Callable, Dict

import accounts
import checks
import customers
import design
import districts
import documents
import feedback
import layers
import live
import people
import phones
import pools
import prediction
import reports
import sales
import scores
import segments
import urgency
import ways
import week
from extract import CACHE, STREETS, ensure
from rpc import Odoo, RpcError

STATE_KEY = "field_visit_demo.state"
DATA = Path(__file__).resolve().parent / "data"
LAYER_KEY = "field_visit_routing.basemap_layers"
#: Where the start command's address leads.
LANDING_KEY = "field_visit_demo.landing"
#: Every stage that a fresh load runs, in order; the names are stored in the database.
STAGES = ("language", "people", "districts", "customers", "leads", "orders", "scores", "map", "history", "week", "layers",
          "pools", "shanghai", "shanghai_districts", "shanghai_week", "shanghai_pool", "design", "scores_again", "segments",
          "prediction", "reports", "feedback", "checks", "ways", "documents")
HELSINKI_SOURCE = "OpenStreetMap, node {osm_id}, © OpenStreetMap contributors, ODbL 1.0"
SHANGHAI_SOURCE = "Public facts, position to about 300 m"


class Loader:
    """Runs the stages of the demo and remembers in the database which are done."""

    def __init__(self, odoo: Odoo, cache: Path, password: str) -> None:
        self.odoo, self.cache, self.password = odoo, cache, password
        self.state: dict = json.loads(odoo.get_param(STATE_KEY) or '{"done": []}')

    def load(self) -> None:
        """Run the stages that have not been done yet."""
        for stage in STAGES:
            if stage in self.state["done"]:
                continue
            start = time.monotonic()
            run: Callable[[], None] = getattr(self, f"_load_{stage}")
            run()
            self.state["done"].append(stage)
            self._save()
            print(f"  {stage}: {time.monotonic() - start:.1f} s", file=sys.stderr, flush=True)

    def refresh(self) -> None:
        """Move the demo to today: close what is past, plan anew when the week has run out."""
        today = week.today_in(people.HELSINKI_TZ)
        if self.state.get("today") != f"{today}":
            self._go_on(today)
        self._place_reps(today)
        self._give_days(today)
        live.go_on_duty(self.odoo, self._sign_in, self.state["company"], self.state["reps"], today, people.OFFICE_POSITION)

    def _sign_in(self, login: str) -> Odoo:
        return Odoo(self.odoo.url, self.odoo.db, login, self.password)

    def _give_days(self, today: date) -> None:
        phones.give_days(self.odoo, self.state["company"], self.state["reps"], today)
        shanghai = self.state["shanghai"]
        phones.give_days(self.odoo, shanghai["company"], {people.SHANGHAI["login"]: shanghai["rep"]},
                         week.today_in(people.SHANGHAI_TZ))

    def _go_on(self, today: date) -> None:
        week.close_past(self.odoo, today)
        if self.state.get("week") != _week(today):
            self._load_week()
            self._load_shanghai_week()
        week.go_on_route(self.odoo, self.state["company"], today)
        reports.load(self.odoo, self.state["company"], today)
        scores.recompute(self.odoo)
        self.state["today"] = f"{today}"
        self._save()

    def _save(self) -> None:
        self.odoo.set_param(STATE_KEY, json.dumps(self.state))

    def _load_language(self) -> None:
        people.load_language(self.odoo)

    def _load_people(self) -> None:
        _, _, homes = customers.read_helsinki(ensure(self.cache))
        company = people.load_company(self.odoo)
        accounts.load_accounts(self.odoo, company)
        users = people.load_users(self.odoo, company, self.password)
        team = people.load_team(self.odoo, company, users)
        reps = people.load_reps(self.odoo, company, users, homes)
        self.state.update(company=company, users=users, team=team, reps=reps)

    def _load_districts(self) -> None:
        top = districts.top_by_city(self.odoo.ref("base.fi"), "Helsinki", self.state["team"])
        districts.load_districts(self.odoo, self.state["company"], districts.HELSINKI,
                                 districts.helsinki_outlines(ensure(self.cache)), self.state["users"], top)

    def _load_shanghai_districts(self) -> None:
        shanghai = self.state["shanghai"]
        districts.load_districts(self.odoo, shanghai["company"], districts.SHANGHAI, districts.shanghai_outlines(),
                                 {people.SHANGHAI["login"]: shanghai["user"]},
                                 districts.top_by_city(self.odoo.ref("base.cn"), "上海市, 上海"))

    def _load_pools(self) -> None:
        pools.load_helsinki(self.odoo, self.state["company"], self._area("091"))

    def _load_shanghai_pool(self) -> None:
        company = self.state["shanghai"]["company"]
        pools.load_shanghai(self.odoo, company, self._area("310000"), self.odoo.ref("base.cn"))

    def _area(self, code: str) -> int:
        return self.odoo.search("field.visit.territory", [("code", "=", code)])[0]

    def _load_customers(self) -> None:
        places, _, _ = customers.read_helsinki(ensure(self.cache))
        seller = districts.seller(districts.HELSINKI, districts.helsinki_outlines(self.cache))
        self.state["customers"] = customers.load_customers(
            self.odoo, places, self.state["company"], self.odoo.ref("base.fi"), HELSINKI_SOURCE,
            lambda place: self.state["users"].get(seller(place)))

    def _load_leads(self) -> None:
        _, prospects, _ = customers.read_helsinki(ensure(self.cache))
        users = [self.state["users"][login] for login in people.REPS]
        customers.load_leads(self.odoo, self.state["customers"], prospects, self.state["company"],
                             self.odoo.ref("base.fi"), self.state["team"], users)

    def _load_orders(self) -> None:
        if self.odoo.installed("sale"):
            company, now = self.state["company"], datetime.combine(week.today_in(people.HELSINKI_TZ), datetime.min.time())
            sales.load_sales(self.odoo, self.state["customers"], company, now)
            sales.load_invoices(self.odoo, self.state["customers"], company, now)
            sales.load_meetings(self.odoo, self.state["customers"], now)

    def _load_scores(self) -> None:
        scores.load_scores(self.odoo, self.state["company"], self.state["customers"])

    def _load_documents(self) -> None:
        documents.load_documents(self.odoo, self.state["company"])

    def _load_scores_again(self) -> None:
        """Visits, leads of the pools and the second company came after the first computation."""
        scores.recompute(self.odoo)

    def _load_history(self) -> None:
        today = week.today_in(people.HELSINKI_TZ)
        week.load_history(self.odoo, self.state["company"], self.state["reps"], today)
        urgency.load(self.odoo, self.state["company"], today)

    def _load_week(self) -> None:
        today = week.today_in(people.HELSINKI_TZ)
        week.plan_week(self.odoo, self.state["company"], list(self.state["reps"].values()), today, 150, 2)
        week.go_on_route(self.odoo, self.state["company"], today)
        self.state.update(week=_week(today), today=f"{today}")

    def _load_design(self) -> None:
        design.load_design(self.odoo, self.state["company"], self.state["reps"])

    def _load_segments(self) -> None:
        segments.load_segments(self.odoo, self.state["company"], self.state["customers"])

    def _load_prediction(self) -> None:
        if self.odoo.installed("sale"):
            print(f"  prediction: {prediction.load_prediction(self.odoo, self.state['company'])}", file=sys.stderr)

    def _load_reports(self) -> None:
        today = week.today_in(people.HELSINKI_TZ)
        reports.load_missed(self.odoo, self.state["company"], today)
        reports.load(self.odoo, self.state["company"], today)
        reports.load(self.odoo, self.state["shanghai"]["company"], today, is_chinese=True)

    def _load_feedback(self) -> None:
        feedback.load(self.odoo, self.state["company"])
        feedback.nobody_is_asked(self.odoo, self.state["shanghai"]["company"])

    def _load_checks(self) -> None:
        checks.load(self.odoo, self.state["company"], self.state["reps"], week.today_in(people.HELSINKI_TZ))

    def _load_ways(self) -> None:
        ways.load(self.odoo, self._sign_in, self.state["company"], self.state["reps"], week.today_in(people.HELSINKI_TZ),
                  people.OFFICE_POSITION)

    def _load_layers(self) -> None:
        layers.load_layers(self.odoo, self.state["company"], self.odoo.ref("base.fi"))
        layers.color_reps(self.odoo, self.state["reps"])
        self._place_reps(week.today_in(people.HELSINKI_TZ))

    def _place_reps(self, today: date) -> None:
        layers.place_reps(self.odoo, list(self.state["reps"].values()), people.OFFICE_POSITION, today)

    def _load_shanghai(self) -> None:
        self.state["shanghai"] = people.load_shanghai(self.odoo, self.password)
        company = self.state["shanghai"]["company"]
        accounts.load_accounts(self.odoo, company)
        made = customers.load_customers(self.odoo, customers.read_shanghai(), company, self.odoo.ref("base.cn"),
                                        SHANGHAI_SOURCE, lambda _place: self.state["shanghai"]["user"])
        for index, customer in enumerate(made):
            self.odoo.write("res.partner", [customer], {"visit_score": 25 + (index * 37) % 75, "lang": "zh_CN"})
        week.load_history(self.odoo, company, {people.SHANGHAI["login"]: self.state["shanghai"]["rep"]},
                          week.today_in(people.SHANGHAI_TZ), weeks=1)

    def _load_shanghai_week(self) -> None:
        shanghai = self.state["shanghai"]
        week.plan_week(self.odoo, shanghai["company"], [shanghai["rep"]], week.today_in(people.SHANGHAI_TZ), 32, 1)

    def _load_map(self) -> None:
        """Serve the map layers as public files of this database: nothing of them is part of an addon."""
        files = (ensure(self.cache) / STREETS, DATA / "shanghai_map.json")
        self.odoo.set_param(LAYER_KEY, ",".join(self._publish(path) for path in files))
        action, menu = (self.odoo.ref(f"field_visit_routing.{name}") for name in ("action_this_week", "menu_root"))
        self.odoo.set_param(LANDING_KEY, f"/web#action={action}&menu_id={menu}")

    def _publish(self, path: Path) -> str:
        """Return the address of a file that everybody may read."""
        values = {"name": path.name, "datas": base64.b64encode(path.read_bytes()).decode(),
                  "mimetype": "application/json", "public": True}
        attachment = self.odoo.create("ir.attachment", [values])[0]
        return f"/web/content/{attachment}/{path.name}"


def _week(day: date) -> str:
    year, number, _ = day.isocalendar()
    return f"{year}-W{number:02}"


def names() -> Dict[str, str]:
    """Return the demo's users: login → name."""
    users = {login: data[0] for login, data in {**people.REPS, **people.LEADERS}.items()}
    return dict(users, **{people.SHANGHAI["login"]: people.SHANGHAI["name"]})


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("url", "db", "login", "password"):
        parser.add_argument(f"--{name}", required=True)
    parser.add_argument("--demo-password", help="password of the demo's users (default: the same as --password)")
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder of the data files (default: .cache/demo)")
    return parser.parse_args()


def main() -> int:
    options = parse_options()
    try:
        odoo = Odoo(options.url, options.db, options.login, options.password)
        loader = Loader(odoo, options.cache, options.demo_password or options.password)
        loader.load()
        loader.refresh()
    except (RpcError, OSError) as error:
        print(f"The demo data could not be loaded: {error}", file=sys.stderr)
        return 1
    print(json.dumps({"loaded": True, "users": names()}, ensure_ascii=False))
    return 0


if __name__ == "__main__":
    sys.exit(main())
