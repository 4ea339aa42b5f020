"""`python -m network.places.prepare FOLDER`: see `data/SOURCE.md` for what the folder holds.

The same sources give the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

from network.places.prepare.counties import write_counties
from network.places.prepare.giving import county_of, give_radius, give_towns, give_zones
from network.places.prepare.reading import TownRow, ZipRow, read_towns, read_zips
from network.places.prepare.writing import write_tables
from network.places.shapes import topology


def main(source: Path) -> None:
    """Write counties, then towns and ZIP codes, which look up their county in them."""
    write_counties(source)
    topology.cache_clear()
    towns = list(read_towns(source))
    zips = list(read_zips(source, towns))
    give_radius(zips)
    give_zones(zips, towns)
    give_towns(zips, towns)
    rows: list[ZipRow | TownRow] = [*zips, *towns]
    for row in rows:
        row.county = county_of(row)
    write_tables(zips, towns)
    counties = len(topology().counties)
    sys.stdout.write(f"{len(zips)} ZIP codes, {len(towns)} towns, {counties} counties\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
