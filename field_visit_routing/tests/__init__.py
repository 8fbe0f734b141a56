from . import test_compat
from . import test_csv_import
from . import test_try_customers
from . import test_plan_request
from . import test_plan_life
