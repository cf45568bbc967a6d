# Shared by the setup scripts: messages, quiet steps with a log, locks, Debian packages.
# Sourced by ./playground, which sets ROOT (the repository) and CACHE (outside it).

LOG_DIR="${BP_LOG_DIR:-$ROOT/build/log}"

say() { printf '%s\n' "$*" >&2; }
warn() { printf 'playground: %s\n' "$*" >&2; }

die() {
  printf '\nplayground: %s\n' "$1" >&2
  shift
  local line
  for line in "$@"; do printf '  %s\n' "$line" >&2; done
  exit 1
}

# The first failed command of a build with what it said, or else the end of the log.
log_excerpt() {
  if grep -q '^FAILED: ' "$1"; then
    sed -n '/^FAILED: /,$p' "$1" | sed '2d' | head -n 40
  else
    tail -n 30 "$1"
  fi
}

# isolated FUNCTION ARGUMENTS...: in a process of its own, so that its first failing command ends it
# (bash ignores errexit in everything that is called in a condition).
isolated() { bash "$ROOT/playground" --isolated "$@"; }

# step LOG_NAME "what it does (how long)" FUNCTION...: quietly; shows the log's end on failure.
step() {
  local log="$LOG_DIR/$1.log" title="$2" started=$SECONDS
  shift 2
  mkdir -p "$LOG_DIR"
  printf '==> %s ... ' "$title" >&2
  if isolated "$@" >"$log" 2>&1 </dev/null; then
    printf 'done in %ds\n' "$((SECONDS - started))" >&2
    return 0
  fi
  printf 'FAILED after %ds\n\n' "$((SECONDS - started))" >&2
  log_excerpt "$log" | cut -c 1-300 | sed 's/^/    /' >&2
  say ""
  say "The whole log is in ${log#"$ROOT"/}."
  return 1
}

# with_lock NAME COMMAND...: one process at a time over all clones that share the cache.
with_lock() {
  local name="$1" lock
  shift
  mkdir -p "$CACHE/lock"
  (
    exec {lock}>"$CACHE/lock/$name"
    if ! flock -n "$lock"; then
      say "    waiting for another ./playground that is setting up $name"
      flock "$lock"
    fi
    "$@" {lock}>&-
  ) || exit 1
}

# Stamps are written last, so that whatever was interrupted is done again from its start.
stamp_is() { [[ -f "$CACHE/stamp/$1" && "$(<"$CACHE/stamp/$1")" == "$2" ]]; }
stamp_set() {
  mkdir -p "$CACHE/stamp"
  printf '%s\n' "$2" >"$CACHE/stamp/$1.tmp.$$"
  mv "$CACHE/stamp/$1.tmp.$$" "$CACHE/stamp/$1"
}

package_is_installed() {
  [[ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

as_root() {
  if [[ $EUID -eq 0 ]]; then
    env DEBIAN_FRONTEND=noninteractive "$@"
  else
    sudo env DEBIAN_FRONTEND=noninteractive "$@"
  fi
}

can_be_root() {
  [[ $EUID -eq 0 ]] && return 0
  command -v sudo >/dev/null || return 1
  sudo -n true 2>/dev/null || { [[ -t 0 ]] && sudo -v; }
}

install_packages() {
  as_root apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@" ||
    { as_root apt-get update &&
      as_root apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"; }
}

# need_packages WHY PACKAGE...: installs the missing ones, or says which to install.
need_packages() {
  local why="$1" package missing=()
  shift
  command -v dpkg-query >/dev/null ||
    die "this is not a Debian or Ubuntu system, so nothing can be installed for you." \
      "Install by hand what these Debian packages hold (for $why): $*" \
      "See docs/BUILDING.md, 'Other systems'."
  for package in "$@"; do package_is_installed "$package" || missing+=("$package"); done
  [[ ${#missing[@]} -eq 0 ]] && return 0
  can_be_root || die "packages are missing for $why, and neither root nor sudo is at hand. Run:" \
    "apt-get install --no-install-recommends ${missing[*]}"
  step "packages" "Installing Debian packages for $why: ${missing[*]} (up to a few minutes)" \
    install_packages "${missing[@]}" ||
    die "installing packages failed. Try by hand, then start again:" \
      "apt-get update && apt-get install --no-install-recommends ${missing[*]}"
}

# try_packages WHY PACKAGE...: what does not come is done without.
try_packages() {
  local package missing=()
  for package in "${@:2}"; do package_is_installed "$package" || missing+=("$package"); done
  [[ ${#missing[@]} -eq 0 ]] && return 0
  can_be_root && step "packages" "Installing Debian packages for $1: ${missing[*]} (a minute)" \
    install_packages "${missing[@]}" || warn "not installed: ${missing[*]}; $1 that need them are not tested."
}

# need_command COMMAND WHY PACKAGE...: packages only where the command itself is missing.
need_command() {
  command -v "$1" >/dev/null && return 0
  need_packages "${@:2}"
}

NODE_TO_BUILD=18 # Debian 12's; the tests ask for what package.json says

node_is_at_least() { node --version | sed 's/^v//' | { printf '%s\n' "$1"; cat; } | sort -VC; }

# need_node WHY: Node that builds the page.
need_node() {
  need_command node "$1" nodejs
  node_is_at_least "$NODE_TO_BUILD" ||
    die "$(command -v node) is Node $(node --version), too old for $1: $NODE_TO_BUILD or newer is needed." \
      "Put a newer one before it in PATH; https://nodejs.org has them."
}

# need_node_for_tests: an older one than their packages ask for is told, and tried.
need_node_for_tests() {
  need_node "the tests"
  local least
  least="$(sed -n 's/.*"node": ">=\([0-9.]*\)".*/\1/p' "$ROOT/package.json")"
  node_is_at_least "$least" ||
    warn "Node $(node --version) is older than $least, which the tests' packages ask for" \
      "(package.json, \"engines\"): some of them may fail."
}

npm_install() { cd "$1" && npm ci --ignore-scripts --no-audit --no-fund; }

# need_npm_packages_of FOLDER: what its package-lock.json pins, once for each of its versions.
need_npm_packages_of() {
  need_node "the packages of package-lock.json"
  need_command npm "the packages of package-lock.json" npm
  local folder="$ROOT/$1" wanted
  wanted="$(sha256sum <"$folder/package-lock.json")"
  [[ "$(cat "$folder/node_modules/.stamp" 2>/dev/null)" == "$wanted" ]] && return 0
  step npm "Fetching npm packages${1:+ of $1} (seconds)" npm_install "$folder" ||
    die "npm packages could not be installed." "Try by hand: cd $folder && npm ci"
  printf '%s\n' "$wanted" >"$folder/node_modules/.stamp"
}

need_npm_packages() { need_npm_packages_of ""; }
