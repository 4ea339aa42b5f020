# shellcheck shell=bash
# Sourced by the scripts beside it: says what is being done and how long it took; stays quiet about the rest.

log=$(mktemp)
heartbeat=
trap 'rm -f "$log"; [ -z "$heartbeat" ] || kill "$heartbeat" 2>/dev/null' EXIT

say() { printf '%s\n' "$*"; }

stop() {
  printf '\n%s\n' "$*" >&2
  exit 1
}

# try LABEL COMMAND…: one line with a dot every two seconds; what the command printed is shown only when it fails.
try() {
  local label=$1 began=$SECONDS status=0
  shift
  printf '  %s ' "$label"
  (while sleep 2 >/dev/null 2>&1; do printf .; done) &
  heartbeat=$!
  "$@" >"$log" 2>&1 </dev/null || status=$?
  kill "$heartbeat" 2>/dev/null || true
  wait "$heartbeat" 2>/dev/null || true
  heartbeat=
  if [ "$status" = 0 ]; then
    printf ' %d s\n' $((SECONDS - began))
  else
    printf ' failed after %d s:\n' $((SECONDS - began))
    tail -n 20 "$log" | sed 's/^/    /'
  fi
  return "$status"
}

# step LABEL COMMAND…: the same, and nothing goes on if it fails.
step() {
  try "$@" || stop "Set-up stopped: \"$1\" did not work; what it said stands above."
}

# Only as root on Debian or one of its children: otherwise nothing outside this folder is touched, and nothing asks for sudo.
may_install_packages() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }

apt_install() {
  local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=120)
  "${apt[@]}" install --no-install-recommends "$@" ||
    { "${apt[@]}" update && "${apt[@]}" install --no-install-recommends "$@"; }
}
