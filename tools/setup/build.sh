# Configuring and building with the presets of CMakePresets.json.

BUILD_JOBS="${BP_JOBS:-$(nproc)}"
NATIVE_PACKAGES=(g++ libglfw3-dev libgl-dev)

# ccache shares objects between clones, since paths below a clone are made relative.
export CCACHE_BASEDIR="$ROOT" CCACHE_NOHASHDIR=1 CCACHE_DIR="${CCACHE_DIR:-$CACHE/ccache}"

# The same for builds by hand, which then find the objects of ./playground and of other clones.
ccache_env() {
  printf 'export CCACHE_BASEDIR=%q CCACHE_NOHASHDIR=1 CCACHE_DIR=%q\n' "$ROOT" "$CCACHE_DIR"
}

need_build_tools() {
  need_command cmake "building" cmake
  need_command ninja "building" ninja-build
  need_packages "building" ccache python3-fonttools
  libraries_setup
  real_data_setup
  eval "$(libraries_env)"
}

need_native_tools() {
  need_packages "the native programs" "${NATIVE_PACKAGES[@]}"
  need_build_tools
}

need_web_tools() {
  need_build_tools
  emscripten_setup
  eval "$(emscripten_env)"
}

configure_and_build() {
  local preset="$1"
  shift
  # A build folder that another toolchain or a moved clone configured cannot be used again.
  cmake --preset "$preset" || { rm -f "build/$preset/CMakeCache.txt" && cmake --preset "$preset"; }
  if [[ $# -gt 0 ]]; then
    cmake --build "build/$preset" -j "$BUILD_JOBS" --target "$@"
  else
    cmake --build "build/$preset" -j "$BUILD_JOBS"
  fi
}

# build PRESET "how long" TARGET...
build() {
  local preset="$1" hint="$2"
  shift 2
  step "build-$preset" "Building $preset ($hint)" configure_and_build "$preset" "$@"
}

build_or_die() {
  build "$@" || die "the build failed. If you changed code, the log above says where; if not," \
    "./playground clean and the same command again start from nothing."
}
