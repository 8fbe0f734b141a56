"""The live map's bell, held back while many things change one after the other."""


class LiveLater:
    """Put into the context as ``visit_live_later``: the bell is rung once, at the end."""

    def __init__(self):
        self.rep_ids, self.is_open = set(), True

    def ring(self, env):
        """Ring for all that has changed; from now on each change rings by itself again."""
        self.is_open = False
        env["field.visit.rep"].browse(sorted(self.rep_ids))._live_changed()
