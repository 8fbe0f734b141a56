"""Which shifts may serve a call, at what price, and why none may."""
from datetime import timedelta


class ShiftRules:
    """Wishes of customers and areas by day against the shifts of a request.

    :param shifts: the engine's shifts
    :param calls: the :class:`.plan_calls.CallBuilder`
    """

    def __init__(self, request, shifts, calls):
        self.request = request
        self.calls = calls
        self.reps = {str(rep.id): rep for rep in request.reps}
        self.skills = {rep.id: set(rep.skill_ids.ids) for rep in request.reps}
        self.teams = {rep.id: rep.team_id.id for rep in request.reps}
        self.shifts = [(shift, self.reps[shift.rep], request.date_from + timedelta(days=shift.day))
                       for shift in shifts]
        self.wish_s = 60 * request.company.visit_wish_price_min
        self.areas = request.reps.env["field.visit.area.day"].search([
            ("company_id", "=", request.company.id), ("rep_id", "in", request.reps.ids + [False])])
        self.has_strict = any(line.is_strict for line in self.areas)
        self.missed, self.prices = {}, {}

    def of(self, call):
        """Return ``(allowed shift ids or None for all, shift prices, refusal or None)``.

        A refusal is ``(code, params)``, see :mod:`.plan_messages`.
        """
        allowed = self.shifts
        for code, may, params in self._rules(call):
            allowed = [item for item in allowed if may(*item)]
            if not allowed:
                return (), (), (code, params)
        ids = tuple(shift.id for shift, _rep, _day in allowed)
        return (None if len(ids) == len(self.shifts) else ids), self._prices(call.customer, allowed, ids), None

    # ---- what forbids ------------------------------------------------------------------------
    def _rules(self, call):
        """``(code, may(shift, rep, day), params)`` of each rule that this call knows."""
        customer = call.customer
        if call.joint and not call.visit and call.customer.visit_crew_size > len(self.reps):
            yield "no_crew", _never, {"persons": customer.visit_crew_size, "reps": len(self.reps)}
        # In a call of several the first one is who was asked for; the others accompany.
        if call.person == 1:
            yield from self._person_rules(customer)
        if customer.visit_required_team_id:
            # The name of a team is no secret within the company.
            team = customer.visit_required_team_id
            yield "no_team", lambda _s, rep, _d: self.teams[rep.id] == team.id, {"name": team.sudo().name}
        yield from self._day_rules(call)
        if self.has_strict:
            yield "no_area", lambda _s, rep, day: not self._misses(customer, rep, day, strict=True), {
                "name": customer.territory_id.name or ""}

    def _person_rules(self, customer):
        required = customer.visit_required_rep_id
        if required:
            # The name of a rep is no secret within the company.
            yield "no_rep", lambda _s, rep, _d: rep == required, {"name": required.sudo().name}
        wanted = customer.visit_skill_ids
        if wanted:
            yield self._skill_rule(wanted)

    def _skill_rule(self, wanted):
        """The rule, with the sentence's code by what is missing in the whole plan."""
        nobody = wanted.filtered(lambda skill: not any(skill.id in has for has in self.skills.values()))
        named = nobody[:1] or wanted
        code = "no_language" if named[0].kind == "language" and len(named) == 1 else "no_skill"
        return (code, lambda _s, rep, _d: set(wanted.ids) <= self.skills[rep.id],
                {"name": ", ".join(named.mapped("name"))})

    def _day_rules(self, call):
        """Gaps to visits that this plan does not move, and never two of them on a day."""
        history = self.calls.history(call)
        least, most = call.customer.visit_gap_days()
        if history.fixed:
            # Without a gap that a person set, another visit only keeps its own day free.
            gap = least if call.customer.visit_min_gap_days else 1
            yield "too_near", lambda _s, _r, day: all(
                abs((day - other).days) >= gap for other in history.fixed), {"day": str(history.fixed[0])}
        if history.before and call.customer.visit_min_gap_days:
            earliest = history.before + timedelta(days=least)
            yield "too_soon", lambda _s, _r, day: day >= earliest, {
                "before": str(history.before), "day": str(earliest), "days": least}
        if history.before and most and call.ordinal == 0 and not history.fixed:
            latest = history.before + timedelta(days=most)
            if latest >= self.request.date_from:
                yield "too_late", lambda _s, _r, day: day <= latest, {
                    "before": str(history.before), "day": str(latest), "days": most}

    # ---- what has a price --------------------------------------------------------------------
    def _prices(self, customer, allowed, ids):
        """``(shift id, seconds)`` of the shifts against a wish; customers of equal wishes share them."""
        wanted = frozenset(customer.visit_weekdays())
        key = (wanted, customer.territory_id.id, ids)
        if key not in self.prices:
            found = ((shift.id, self._price(customer, wanted, rep, day)) for shift, rep, day in allowed)
            self.prices[key] = tuple(pair for pair in found if pair[1])
        return self.prices[key]

    def _price(self, customer, wanted, rep, day):
        """Seconds of driving that the wishes are worth which this rep and day do not fulfil."""
        price = self.wish_s if wanted and day.weekday() not in wanted else 0
        if self.areas and self._misses(customer, rep, day, strict=False):
            price += self.wish_s
        return price

    def _misses(self, customer, rep, day, strict):
        """Whether the areas by day of a rep speak against this customer on this day."""
        key = (customer.territory_id.id, rep.id, day.weekday(), strict)
        if key not in self.missed:
            self.missed[key] = self._speak_against(customer.territory_id, rep, day.weekday(), strict)
        return self.missed[key]

    def _speak_against(self, territory, rep, weekday, strict):
        lines = self.areas.filtered(
            lambda line: (not line.rep_id or line.rep_id == rep) and (line.is_strict or not strict))
        today = lines.filtered(lambda line: int(line.weekday) == weekday)
        theirs = lines.filtered(lambda line: line.covers(territory))
        return bool(theirs or today) and not theirs & today


def _never(_shift, _rep, _day):
    return False
