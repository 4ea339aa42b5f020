"""Makes otp-2017.zip out of the stored directory: `python -m seeds.otp.prepare SOURCE_FOLDER [ZIP]`.

The folder holds `hsds-csv/` (the directory as HSDS tables) and `meth-2017.csv` (the same records as they were
published, with the geocoder's score). Three things change, and nothing else: 142 ZIP codes get their leading
zeros back; each location says its score and how precise its coordinates are; the descriptor lists only the
tables there are. The same folder makes the same bytes.
"""

import csv
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
PACKAGE = HERE / "otp-2017.zip"
NOTICE = "Locations geocoded by OEPS (doi 10.5281/zenodo.5842465)"

# States and territories all of whose ZIP codes begin with a zero; a spreadsheet took it away.
ZEROS = {"CT", "MA", "ME", "NH", "NJ", "PR", "RI", "VI", "VT"}
# Below this score the geocoder found the city, not the street.
STREET_SCORE = 90.0
WHEN = (2017, 1, 1, 0, 0, 0)

Rows = list[dict[str, str]]


def prepare(source: Path, package: Path = PACKAGE) -> dict[str, int]:
    """Write the package and say how much is in it. Raises ValueError when the two sources do not fit."""
    tables = {path.name: read_rows(path) for path in sorted((source / "hsds-csv").glob("*.csv"))}
    padded = pad_zips(tables["addresses.csv"])
    add_precision(tables["locations.csv"], read_rows(source / "meth-2017.csv"))
    descriptor = describe(json.loads((source / "hsds-csv" / "datapackage.json").read_text("utf-8")), tables)
    files = {"datapackage.json": json.dumps(descriptor, indent=1, ensure_ascii=False) + "\n"}
    files |= {name: written(rows) for name, rows in tables.items()}
    write_zip(package, files)
    return {name.removesuffix(".csv"): len(rows) for name, rows in tables.items()} | {"padded ZIPs": padded}


def pad_zips(addresses: Rows) -> int:
    """Give short ZIP codes their zeros back where they must begin with one. Raises ValueError elsewhere."""
    short = [row for row in addresses if len(row["postal_code"]) < 5]
    for row in short:
        if row["state_province"] not in ZEROS or not row["postal_code"].isdigit():
            raise ValueError(
                f"{row['postal_code']!r} in {row['state_province']} is not a ZIP that lost zeros"
            )
        row["postal_code"] = row["postal_code"].zfill(5)
    return len(short)


def add_precision(locations: Rows, published: Rows) -> None:
    """Say how well each location is known. Both lists hold the same records in the same order."""
    for location, record in zip(locations, published, strict=True):
        there = float(record["Latitude"]), float(record["Longitude"])
        if (float(location["latitude"]), float(location["longitude"])) != there:
            raise ValueError(f"{location['name']} is not where {record['Name1']} is")
        score = float(record["Match Score"])
        location["precision"] = "street" if score >= STREET_SCORE else "city"
        location["match_score"] = f"{score:g}"


def describe(upstream: dict[str, Any], tables: dict[str, Rows]) -> dict[str, Any]:
    """A descriptor of the tables that are there: names, types and keys, none of the standard's text."""
    return {
        "name": "samhsa-opioid-treatment-programs-2017",
        "title": "Opioid treatment programs in the United States, 2017",
        "description": f"A directory of SAMHSA as HSDS 3.2 tables. Old, not to be relied on. {NOTICE}.",
        "profile": "tabular-data-package",
        "licenses": [
            {"name": "other-pd", "title": "Work of the United States Government (17 U.S.C. 105)"},
        ],
        "sources": [
            {"title": "SAMHSA, National Directory of Drug and Alcohol Abuse Treatment Facilities, 2017"},
            {"title": "Opioid Environment Policy Scan", "path": "https://doi.org/10.5281/zenodo.5842465"},
        ],
        "resources": [
            _resource(resource, tables[resource["path"]])
            for resource in upstream["resources"]
            if resource["path"] in tables
        ],
    }


def _resource(upstream: dict[str, Any], rows: Rows) -> dict[str, Any]:
    told = {field["name"]: field for field in upstream["schema"]["fields"]}
    kept = ("name", "type", "format", "constraints")
    schema: dict[str, Any] = {
        "fields": [
            {key: told[name][key] for key in kept if key in told[name]}
            if name in told
            else {"name": name, "type": "string" if name == "precision" else "number"}
            for name in rows[0]
        ]
    }
    for key in ("primaryKey", "foreignKeys"):
        if key in upstream["schema"]:
            schema[key] = upstream["schema"][key]
    return {
        "name": upstream["name"],
        "path": upstream["path"],
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": schema,
    }


def read_rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def written(rows: Rows) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def write_zip(package: Path, files: dict[str, str]) -> None:
    """A zip whose bytes depend on the files alone, not on clock or machine."""
    with zipfile.ZipFile(package, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, WHEN)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name].encode("utf-8"))


def main(arguments: list[str]) -> int:
    """Exit code 2 when no folder is named."""
    if not 1 <= len(arguments) <= 2:
        sys.stderr.write(
            "Say the folder that holds hsds-csv/ and meth-2017.csv, and perhaps where to write.\n"
        )
        return 2
    package = Path(arguments[1]) if len(arguments) == 2 else PACKAGE
    for name, number in prepare(Path(arguments[0]), package).items():
        sys.stdout.write(f"{number:>7,} {name}\n")
    sys.stdout.write(f"{package.stat().st_size:>7,} bytes in {package.name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
