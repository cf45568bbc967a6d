// spin() as a wasm module of its own, without imports (target bp_bench_peak).
#include "bench/peak.h"

extern "C" float spin(int turns, float factor, float term) {
  return bp::bench::spin(turns, factor, term);
}
