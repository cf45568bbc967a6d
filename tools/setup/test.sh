# ./playground test: every suite prints "name: N passed, N failed"; the last line is their sum.
# A suite that cannot run, crashes or finds no test counts as one failure.

TEST_PACKAGES=(clang clang-format clang-tidy chromium firefox-esr xvfb xauth libegl1 libgl1-mesa-dri)
TEST_OUTPUT="$ROOT/build/test-output"
TOTAL_PASSED=0
TOTAL_FAILED=0
SUITES=(layers format types-web types-node engine-gcc views-gcc cli native bench torch engine-clang tidy
  engine-asan views-asan native-asan engine-wasm golden cli-agreement module examples chromium firefox)
ONLY_SUITES=()
RUNNING=""

# Suites may be chosen by the beginning of their names.
is_chosen() {
  local only
  [[ ${#ONLY_SUITES[@]} -eq 0 ]] && return 0
  for only in "${ONLY_SUITES[@]}"; do [[ "$1" == "$only"* ]] && return 0; done
  return 1
}

# A name that begins no suite's would run nothing, and look as if all were well.
need_suite_names() {
  local name suite
  for name in "$@"; do
    for suite in "${SUITES[@]}"; do [[ -n "$name" && "$suite" == "$name"* ]] && continue 2; done
    die "no suite's name begins with '$name'. There are:" "${SUITES[*]}" \
      "./playground test runs all, ./playground test engine those whose names begin so."
  done
}

report() {
  printf '%s: %d passed, %d failed\n' "$1" "$2" "$3"
  TOTAL_PASSED=$((TOTAL_PASSED + $2))
  TOTAL_FAILED=$((TOTAL_FAILED + $3))
}

# count_tests FORMAT LOG: prints "passed failed", read from what a test program wrote.
count_tests() {
  sed 's/\x1b\[[0-9;]*m//g' "$2" | awk -v format="$1" '
    format == "doctest" && /test cases:/ { passed += $6; failed += $9 }
    format == "tap" && /^# pass / { passed += $3 }
    format == "tap" && /^# (fail|cancelled) / { failed += $3 }
    format == "sum" && /[0-9]+ passed, [0-9]+ failed$/ { passed = $(NF - 3); failed = $(NF - 1) }
    END { print passed + 0, failed + 0 }'
}

# suite NAME FORMAT FUNCTION...: runs it, at most 20 minutes, and reports.
suite() {
  local name="$1" format="$2" log passed failed status=0
  shift 2
  [[ " ${SUITES[*]} " == *" $name "* ]] || die "the suite $name is missing in the list SUITES."
  is_chosen "$name" || return 0
  log="$LOG_DIR/test-${name//[^a-z0-9]/-}.log"
  mkdir -p "$LOG_DIR"
  timeout -k 10 1200 bash "$ROOT/playground" --isolated "$@" >"$log" 2>&1 </dev/null &
  RUNNING=$!
  wait "$RUNNING" || status=$?
  RUNNING=""
  read -r passed failed < <(count_tests "$format" "$log")
  if [[ "$format" == exit ]]; then
    if [[ $status -eq 0 ]]; then passed=1; else failed=1; fi
  elif [[ $failed -eq 0 && ($status -ne 0 || $passed -eq 0) ]]; then
    failed=1
    [[ $status -eq 0 ]] && echo "no test ran" >>"$log" || echo "exit status $status" >>"$log"
  fi
  if [[ $failed -gt 0 ]]; then
    say "--- $name failed; what failed, and the end of ${log#"$ROOT"/}:"
    grep -E -A 12 '^ *not ok' "$log" | grep -v -E '^ *(---|duration_ms)' | head -n 40 | cut -c 1-300 |
      sed 's/^/    /' >&2 || true
    tail -n 40 "$log" | cut -c 1-300 | sed 's/^/    /' >&2
  fi
  report "$name" "$passed" "$failed"
}

any_chosen() {
  local name
  for name in "$@"; do is_chosen "$name" && return 0; done
  return 1
}

# build_for PRESET "hint" "TARGET..." SUITE...: builds if one of the suites is to run; a failure
# fails them all.
build_for() {
  local preset="$1" hint="$2" targets name
  read -ra targets <<<"$3"
  shift 3
  any_chosen "$@" || return 0
  build "$preset" "$hint" "${targets[@]}" && return 0
  for name in "$@"; do
    if is_chosen "$name"; then report "$name (not built)" 0 1; fi
  done
  return 1
}

# doctests "FOLDER..." PROGRAM...: its test cases, those of each file of the folders in a process of
# their own, as many side by side as there are cores; what they wrote follows file after file.
doctests() {
  local folders logs expected ran status=0
  read -ra folders <<<"$1"
  shift
  logs="$(mktemp -d)"
  find "${folders[@]}" -name "*_test.cpp" | sort | xargs -P "$(nproc)" -I '{}' bash -c '
    file="$1" logs="$2"
    shift 2
    "$@" --no-colors --source-file="*$file" >"$logs/${file//\//-}" 2>&1' part '{}' "$logs" "$@" || status=$?
  cat "$logs"/*
  ran="$(cat "$logs"/* | awk '/test cases:/ { ran += $4 } END { print ran + 0 }')"
  rm -r "$logs"
  expected="$("$@" --no-colors --count | grep -o '[0-9]*$')"
  [[ "$ran" == "$expected" ]] || { echo "$ran test cases ran of $expected in $*" && return 1; }
  return "$status"
}

cpp_files() { git ls-files -co --exclude-standard -- '*.h' '*.cpp' | sort; }
clang_format() { "$(command -v clang-format-14 || command -v clang-format)" "$@"; }

check_format() {
  local file passed=0 failed=0
  while IFS= read -r file; do
    if clang_format --dry-run -Werror "$file" 2>/dev/null; then
      passed=$((passed + 1))
    else
      failed=$((failed + 1))
      echo "$file: ./playground format would change it"
    fi
  done < <(cpp_files)
  echo "format: $passed passed, $failed failed"
}

# run_format FILE...: lays out the files, or all of them.
run_format() {
  need_packages "laying out code" clang-format
  local files=("$@")
  [[ $# -gt 0 ]] || mapfile -t files < <(cpp_files)
  clang_format -i "${files[@]}"
}

check_tidy() {
  local files=(engine/core/*.cpp engine/session/*.cpp)
  python3 tools/setup/tidy.py build/native-clang "$CACHE/tidy" "${files[@]}"
}

# Types of the page's JavaScript and of the tests' (tsc reads JSDoc).
check_types() { node_modules/.bin/tsc --project "$1"; }

# The committed hashes (tests/golden, compiled in) hold in all five builds: one count for each case
# and build. Every build must know the same cases.
check_golden() {
  local program cases first=""
  for program in "build/native-release/bp_tests" "build/native-clang/bp_tests" \
    "build/native-march/bp_hash_tests" "build/asan/bp_tests" \
    "node build/web-release/bp_tests.js"; do
    echo "== $program"
    $program --no-colors --source-file='*hash_test*'
    cases="$($program --no-colors --source-file='*hash_test*' --count | grep -o '[0-9]*$')"
    [[ "$cases" -gt 0 && "$cases" == "${first:=$cases}" ]]
  done
}

# The whole report of a training run, byte for byte, from the gcc and the clang build.
check_cli_agreement() {
  cmp <(build/native-release/playground-cli train --steps 200 --json) \
    <(build/native-clang/playground-cli train --steps 200 --json)
}

# The generated PyTorch programs, where there is a PyTorch to run them.
torch_python() {
  local python
  for python in python3 /usr/bin/python3; do
    if "$python" -c 'import torch' 2>/dev/null; then echo "$python" && return 0; fi
  done
  return 1
}
torch_tests() { "$(torch_python)" tests/torch/program_test.py build/native-release/playground-cli; }

# node_tests FOLDER: the node:test files of a folder.
node_tests() {
  local files=("$1"/*.test.mjs)
  [[ -f "${files[0]}" ]] || { echo "there is no test file in $1" && return 1; }
  mkdir -p "$TEST_OUTPUT"
  BP_DIST="$DIST" BP_OUTPUT="$TEST_OUTPUT" BP_CLI="$ROOT/build/native-release/playground-cli" \
    BP_NATIVE="${BP_NATIVE:-$ROOT/build/native-release/playground-native}" \
    node --test --test-reporter=tap "${files[@]}"
}

# The desktop program's tests with sanitizers.
native_asan_tests() {
  BP_NATIVE="$ROOT/build/asan/playground-native" node_tests tests/native
}

in_window() {
  LIBGL_ALWAYS_SOFTWARE=1 xvfb-run -a -s '-screen 0 1920x1200x24' \
    bash "$ROOT/playground" --isolated "$@"
}

# browser_tests NAME PROGRAM: NAME is puppeteer's, chrome or firefox. Chromium runs headless; Firefox
# in an invisible window, since it has no WebGL 2 without one.
browser_tests() {
  export BP_BROWSER="$1" BP_BROWSER_PATH
  BP_BROWSER_PATH="$(command -v "$2")"
  if [[ "$1" == firefox ]]; then in_window node_tests tests/browser; else
    node_tests tests/browser
  fi
}

need_test_tools() {
  need_packages "the tests" "${TEST_PACKAGES[@]}" "${NATIVE_PACKAGES[@]}" libbenchmark-dev ccache \
    python3-fonttools
  need_node_for_tests
  need_native_tools
  need_web_tools
  need_npm_packages
}

static_suites() {
  suite layers sum python3 tools/check_layers.py
  suite format sum check_format
  suite types-web exit check_types tools/tsconfig.web.json
  suite types-node exit check_types tools/tsconfig.node.json
}

native_suites() {
  suite engine-gcc doctest doctests "tests/engine tests/fuzz" build/native-release/bp_tests
  suite views-gcc doctest doctests tests/views build/native-release/bp_view_tests
  if [[ -d tests/cli ]]; then suite cli tap node_tests tests/cli; fi
  suite native tap in_window node_tests tests/native
  suite bench tap node_tests tests/bench
  if torch_python >/dev/null; then
    suite torch sum torch_tests
  elif is_chosen torch; then
    say "torch: not run, there is no PyTorch here (Debian: python3-torch)"
  fi
}

engine_suites() {
  local built=0
  if build_for native-release "2 minutes" all engine-gcc views-gcc cli native bench torch golden \
    cli-agreement; then
    built=$((built + 1))
    native_suites
  fi
  if build_for native-clang "a minute" "bp_tests playground-cli" engine-clang tidy golden \
    cli-agreement; then
    built=$((built + 1))
    suite engine-clang doctest doctests "tests/engine tests/fuzz" build/native-clang/bp_tests
    suite tidy sum check_tidy
  fi
  if build_for native-march "a minute" bp_hash_tests golden; then built=$((built + 1)); fi
  if build_for asan "3 to 10 minutes" "bp_tests bp_view_tests playground-native" engine-asan \
    views-asan native-asan golden; then
    built=$((built + 1))
    suite engine-asan doctest doctests "tests/engine tests/fuzz" build/asan/bp_tests
    suite views-asan doctest doctests tests/views build/asan/bp_view_tests
    suite native-asan tap in_window native_asan_tests
  fi
  if build_for web-release "2 minutes" bp_tests engine-wasm golden; then
    built=$((built + 1))
    suite engine-wasm doctest doctests "tests/engine tests/fuzz" node build/web-release/bp_tests.js
  fi
  # What compares builds needs all of them; a build that failed has failed these suites already.
  if [[ $built -eq 5 ]]; then
    suite golden doctest check_golden
    suite cli-agreement exit check_cli_agreement
  fi
}

browser_suites() {
  any_chosen chromium firefox || return 0
  if build_dist; then
    suite chromium tap browser_tests chrome chromium
    suite firefox tap browser_tests firefox firefox-esr
  else
    report "chromium and firefox (no page)" 0 2
  fi
}

# The engine as a module in Node, held against the command-line program.
module_suite() {
  any_chosen module || return 0
  build_for native-release "2 minutes" playground-cli module || return 0
  if build_dist; then suite module tap node_tests tests/module; else
    report "module (not built)" 0 1
  fi
}

# Each example as its reader gets it, in Chromium, as far as its generator is at hand.
examples_suite() {
  is_chosen examples || return 0
  build_for native-release "2 minutes" playground-cli examples || return 0
  if ! build_dist; then report "examples (no page)" 0 1 && return; fi
  try_packages "the examples" python3-sphinx python3-myst-parser jupyter-nbconvert python3-ipykernel lua5.4 libxml2-utils
  need_npm_packages_of examples
  suite examples tap node_tests tests/examples
  grep "^# not here" "$LOG_DIR/test-examples.log" >&2 || true
}

run_tests() {
  case "${1:-}" in --help | -h) say "./playground test [SUITE...]; suites: ${SUITES[*]}" && return ;; esac
  need_suite_names "$@"
  ONLY_SUITES=("$@")
  trap 'kill ${RUNNING:+"$RUNNING"} 2>/dev/null; exit 130' INT TERM
  need_test_tools
  say "Every suite; on two cores about 30 minutes when all is built, 50 from nothing. Names of suites run those alone. Logs are in build/log/."
  static_suites
  engine_suites
  module_suite
  examples_suite
  browser_suites
  printf '%d passed, %d failed\n' "$TOTAL_PASSED" "$TOTAL_FAILED"
  [[ $TOTAL_FAILED -eq 0 && $TOTAL_PASSED -gt 0 ]]
}
