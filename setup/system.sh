#!/usr/bin/env bash
# Sees to the two programs that only the tests need: a Chromium and PostgreSQL. What is missing is installed if
# we are root on Debian; elsewhere this says which tests cannot pass, and why.
set -euo pipefail
cd "$(dirname "$0")/.."
. setup/progress.sh

chromium=(chromium fonts-liberation libatomic1) # the last for Playwright, which drives it

has_chromium() { .venv/bin/python -m tests.browser.chromium >/dev/null 2>&1; }
has_postgres() { .venv/bin/python -m tests.databases >/dev/null 2>&1; }

# Debian starts a server for everybody when it installs one; we need only the programs.
without_a_cluster() {
  local folder=/etc/postgresql-common/createcluster.d status=0
  mkdir -p "$folder"
  echo "create_main_cluster = false" >"$folder/zz-only-programs.conf"
  "$@" || status=$?
  rm -f "$folder/zz-only-programs.conf"
  return "$status"
}

if may_install_packages && ! has_chromium; then
  say "The browser tests need Chromium: installing Debian's packages ${chromium[*]}."
  try "apt-get install ${chromium[*]}" apt_install "${chromium[@]}" || true
fi
if may_install_packages && ! has_postgres; then
  say "The tests need PostgreSQL: installing Debian's package postgresql (the programs; no server is set up)."
  try "apt-get install postgresql" without_a_cluster apt_install postgresql || true
fi

cannot() { printf '\nCannot run here: %s\n' "$*"; }
has_chromium || cannot "the tests in tests/browser. $(.venv/bin/python -m tests.browser.chromium 2>&1)"
has_postgres || cannot "the tests on PostgreSQL. $(.venv/bin/python -m tests.databases 2>&1)"
