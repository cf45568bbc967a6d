# ./playground bench: builds what it measures, fetches what it is compared with, runs bench/bench.mjs.

BENCH_PACKAGES=(libbenchmark-dev chromium)

peers_install() { cd "$ROOT/bench" && npm ci --ignore-scripts --no-audit --no-fund; }

# Once for each lock file.
need_peers() {
  local wanted
  wanted="$(sha256sum bench/package-lock.json)"
  [[ "$(cat bench/node_modules/.stamp 2>/dev/null)" == "$wanted" ]] && return 0
  step peers "Fetching the libraries to compare with (half a minute)" peers_install ||
    { warn "they could not be fetched; what is missing is skipped." && return 0; }
  printf '%s\n' "$wanted" >bench/node_modules/.stamp
}

build_bench() {
  need_web_tools
  need_native_tools
  build_or_die native-release "1 to 2 minutes the first time" bp_bench
  build_or_die web-release "1 to 2 minutes the first time" bp_engine_module bp_bench_peak
}

run_bench() {
  local word
  case "${1:-}" in
    plot) exec node bench/plot.mjs ;;
    --help | help) exec node bench/bench.mjs --help ;;
  esac
  need_packages "benchmarks" "${BENCH_PACKAGES[@]}"
  if [[ "${1:-}" == --native ]]; then
    need_native_tools
    build_or_die native-release "1 to 2 minutes the first time" bp_bench
    exec "$ROOT/build/native-release/bp_bench" "${@:2}"
  fi
  need_npm_packages
  if [[ "${1:-}" == --soak ]]; then
    build_dist_or_die
  else
    for word in "$@"; do
      if [[ "$word" == --peers ]]; then need_peers; fi
    done
    build_bench
  fi
  exec node bench/bench.mjs "$@"
}
