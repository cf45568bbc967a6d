# ./playground fuzz: libFuzzer on the parsers. Seeds are tests/fuzz/corpus; what is found grows in
# build/fuzz, and an input that breaks something is left there, to become a seed.

FUZZ_TARGETS=(link json csv)
FUZZ_OUTPUT="$ROOT/build/fuzz"

need_fuzz_tools() {
  need_native_tools
  need_packages "fuzzing" clang
  need_packages "fuzzing" "libclang-rt-$(clang -dumpversion | cut -d. -f1)-dev"
}

# fuzz_one TARGET SECONDS: the last lines are libFuzzer's statistics.
fuzz_one() {
  local target="$1" seconds="$2" out="$FUZZ_OUTPUT/$1"
  mkdir -p "$out/corpus"
  say "==> fuzzing $target for $seconds seconds"
  if "$ROOT/build/fuzz/bp_fuzz_$target" -max_total_time="$seconds" -print_final_stats=1 \
    -artifact_prefix="$out/" "$out/corpus" "$ROOT/tests/fuzz/corpus/$target" >"$out/log" 2>&1; then
    grep -E '^#[0-9]+.*(INITED|DONE)|^stat::' "$out/log"
    return 0
  fi
  tail -n 40 "$out/log" >&2
  say "The input that did it lies in ${out#"$ROOT"/}/; mend the cause, and add it to" \
    "tests/fuzz/corpus/$target/."
  return 1
}

run_fuzz() {
  local targets=("${FUZZ_TARGETS[@]}") seconds=60 target failed=0
  case " ${FUZZ_TARGETS[*]} " in *" ${1:-/} "*) targets=("$1") && shift ;; esac
  if [[ $# -gt 0 ]]; then
    [[ "$1" =~ ^[0-9]+$ && $# -eq 1 ]] ||
      die "fuzz does not know '$*'." "./playground fuzz [${FUZZ_TARGETS[*]}] [SECONDS]"
    seconds="$1"
  fi
  need_fuzz_tools
  build_or_die fuzz "2 minutes the first time" "${FUZZ_TARGETS[@]/#/bp_fuzz_}"
  for target in "${targets[@]}"; do fuzz_one "$target" "$seconds" || failed=1; done
  return "$failed"
}
