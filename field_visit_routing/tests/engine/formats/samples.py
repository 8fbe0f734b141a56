"""Small files of every format; the tests spoil copies of them."""

SOLOMON = """TINY

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.   XCOORD.   YCOORD.    DEMAND   READY TIME   DUE DATE   SERVICE TIME

    0      0         0          0          0        100        7
    1      3         4          4          0         50       10
    2      6         8          4         20         60       10
    3      0         2          4          0         90       10
    4      1         1          2          0         90       10
"""

VRPLIB = """NAME : TINY
TYPE : PCVRPTW
DIMENSION : 4
VEHICLES : 2
CAPACITY : 10
SERVICE_TIME : 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3 4
3 6 8
4 300 400
DEMAND_SECTION
1 0
2 4
3 4
4 4
TIME_WINDOW_SECTION
1 0 2000
2 0 50
3 20 60
4 0 2000
PRIZE_SECTION
1 0
2 11
3 30
4 40
DEPOT_SECTION
1
-1
EOF
"""

TOPTW = """5 6 3 4
480 195
 0 0.000 0.000 0 0 0 0 0 100
 1 3.001 4.000 12 4 4 1 15 0 90
 2 6.000 8.000 5 20 1 4 1 2 4 8 0 80
 3 60.000 80.000 5 25 1 4 1 2 4 8 0 80
"""


def without(text, *beginnings):
    """Return the text without the lines that begin so."""
    lines = text.splitlines(keepends=True)
    return "".join(line for line in lines if not line.strip().startswith(beginnings))


def cut(text, lines):
    """Return the first lines only."""
    return "".join(text.splitlines(keepends=True)[:lines])
