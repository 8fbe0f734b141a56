"""What planners ask besides "plan it": checks, offers, changes, re-planning, capacity.

Each module answers one question and is called with a problem, travel times
and the present *orders*: ids of the visits by shift id, in their order.
Nothing here is imported by the solver.

:mod:`.changes`   what differs between two plans
:mod:`.manual`    every rule that an order given by a human breaks, and by how much
:mod:`.suitable`  on which days one more visit fits
:mod:`.gaps`      who fits best into a hole of a day
:mod:`.replan`    the rest of a running plan after something happened
:mod:`.capacity`  whether a team can keep its visiting intervals
"""
