from . import app
from . import app_customers
from . import feedback
from . import map
from . import map_link
from . import map_tiles
from . import track
