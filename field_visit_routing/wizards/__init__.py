from . import field_visit_try_batch
from . import field_visit_try_line
from . import field_visit_try_remove
from . import position_wizard
from . import plan_wizard
from . import filler_wizard
from . import day_wizard
from . import replan_wizard
