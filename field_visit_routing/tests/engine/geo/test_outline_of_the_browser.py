"""The browser shifts positions to GCJ-02 in the very outline that the server uses."""
import re
from pathlib import Path

from engine.geo.gcj02 import MAINLAND

SOURCE = Path(__file__).resolve().parents[4] / "frontend" / "src" / "datum" / "mainland.ts"


def test_the_outline_of_the_browser_is_the_server_s():
    text = SOURCE.read_text(encoding="utf-8")
    array = text[text.index("number[] = ["):].split("= [", 1)[1].split("]")[0]
    numbers = [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", array)]
    assert list(zip(numbers[::2], numbers[1::2])) == list(MAINLAND)


def test_its_box_holds_every_corner():
    text = SOURCE.read_text(encoding="utf-8")
    box = {name: float(re.search(r"const %s = ([\d.]+)" % name, text).group(1))
           for name in ("WEST", "EAST", "SOUTH", "NORTH")}
    lons, lats = zip(*MAINLAND)
    assert (min(lons), max(lons), min(lats), max(lats)) == (box["WEST"], box["EAST"], box["SOUTH"], box["NORTH"])
