#!/usr/bin/env bash
# Makes .venv and installs the locked packages into it; does nothing, at once, when that is already so.
#   setup/environment.sh        what Trestle needs to run
#   setup/environment.sh dev    and what its checks and tests need
set -euo pipefail
cd "$(dirname "$0")/.."

venv=.venv
kind=${1:-runtime}
case $kind in
  runtime) packages=requirements.txt ;;
  dev) packages=requirements-dev.txt ;;
  *) echo "setup/environment.sh takes nothing, or dev; not $kind." >&2 && exit 2 ;;
esac

# What an environment was made from; the place counts, because the commands in it break when the folder moves.
fingerprint() { { pwd && cat "$1" pyproject.toml setup/uv.txt setup/environment.sh; } | cksum; }
stamp() { printf '%s' "$venv/.installed-from-$1"; }
is_ready() { [ "$(cat "$(stamp "$packages")" 2>/dev/null)" = "$(fingerprint "$packages")" ]; }
still_works() { "$venv/bin/python" -c 'import uv' 2>/dev/null; }

if is_ready && still_works; then exit 0; fi

# shellcheck source=setup/progress.sh
. setup/progress.sh

fits() { command -v "$1" >/dev/null && "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null; }

find_python() {
  local candidate
  for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if fits "$candidate"; then
      command -v "$candidate"
      return
    fi
  done
  return 1
}

has_ensurepip() { "$python" -c 'import ensurepip' 2>/dev/null; }
has_pip() { "$python" -m pip --version >/dev/null 2>&1; }

make_venv() {
  if ! has_ensurepip && ! has_pip && may_install_packages; then
    say "  This Python cannot make virtual environments yet: installing Debian's package python3-venv."
    step "apt-get install python3-venv" apt_install python3-venv
  fi
  if has_ensurepip; then
    step "Making the virtual environment $venv" "$python" -m venv --clear "$venv"
  elif has_pip; then
    step "Making the virtual environment $venv" "$python" -m venv --clear --without-pip "$venv"
  else
    stop "$python can neither make a virtual environment nor install packages.
Ask whoever looks after this machine for Debian's package python3-venv (elsewhere: ensurepip or pip for $python)."
  fi
}

# uv is several times quicker than pip, and pip is what every Python brings along: so pip fetches uv, and uv the rest.
fetch_uv() {
  local pip=("$venv/bin/python" -m pip)
  "$venv/bin/python" -c 'import pip' 2>/dev/null || pip=("$python" -m pip --python "$venv/bin/python")
  "${pip[@]}" install --require-hashes -r setup/uv.txt
  use_settings_of "${pip[@]}"
}

# uv does not read pip's settings: who has told pip of a mirror or a certificate should not have to say it twice.
use_settings_of() {
  local index certificate
  index=${PIP_INDEX_URL:-$("$@" config get global.index-url 2>/dev/null || true)}
  certificate=${PIP_CERT:-$("$@" config get global.cert 2>/dev/null || true)}
  [ -z "$index" ] || export UV_DEFAULT_INDEX="${UV_DEFAULT_INDEX:-$index}"
  [ -z "$certificate" ] || export SSL_CERT_FILE="${SSL_CERT_FILE:-$certificate}"
  export UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-180}"
}

install() { "$venv/bin/python" -m uv pip install --python "$venv/bin/python" "$@"; }

# Python keeps what it compiled beside the source, unless told not to or not allowed to: then every start takes twice
# as long. So what the commands read is compiled here, once, and nothing else of the packages.
compile_what_starts() {
  PYTHONDONTWRITEBYTECODE='' "$venv/bin/python" -c 'import importlib, commands.asgi, commands.main
for module, _ in commands.main.COMMANDS.values():
    importlib.import_module(module)'
}

python=$(find_python) || stop "Trestle needs Python 3.11 to 3.14 as python3 (or say where it is: make PYTHON=/path/to/python3.12 …)."
say "Setting up in $venv ($kind) with $("$python" --version)"
began=$SECONDS
if ! fits "$venv/bin/python" || [ "$(cat "$venv/.made-in" 2>/dev/null || pwd)" != "$PWD" ]; then
  make_venv
  pwd >"$venv/.made-in"
fi
step "Fetching the installer" fetch_uv
step "Installing $(grep -c '==' "$packages") packages" install --require-hashes -r "$packages"
step "Installing Trestle itself" install --no-deps --no-build-isolation --editable .
step "Compiling what a start reads" compile_what_starts
# What the tests need holds all that Trestle needs.
for made in requirements.txt "$packages"; do fingerprint "$made" >"$(stamp "$made")"; done
say "Ready after $((SECONDS - began)) s."
