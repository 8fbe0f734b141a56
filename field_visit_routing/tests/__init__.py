from . import test_compat
from . import test_csv_import
from . import test_try_customers
