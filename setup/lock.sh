#!/usr/bin/env bash
# Chooses the version of every package anew from pyproject.toml and writes each with the hashes of its files.
#   setup/lock.sh             keeps what still fits
#   setup/lock.sh --upgrade   takes the newest of everything
set -euo pipefail
cd "$(dirname "$0")/.."
setup/environment.sh
. setup/progress.sh

# One version for every Python and platform we support; no address of a registry, which differs from place to place.
compile() {
  .venv/bin/python -m uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
    --generate-hashes --no-emit-index-url --no-annotate --no-header "$@"
}

lock_uv() { echo uv | compile - --output-file setup/uv.txt "$@"; }

step "setup/uv.txt" lock_uv "$@"
step "requirements.txt" compile pyproject.toml --group build --output-file requirements.txt "$@"
step "requirements-dev.txt" compile pyproject.toml --group build --group dev \
  --constraints requirements.txt --output-file requirements-dev.txt "$@"
