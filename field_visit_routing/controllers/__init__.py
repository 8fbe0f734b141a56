from . import map
from . import map_link
from . import map_tiles
