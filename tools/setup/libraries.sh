# Dear ImGui 1.92, Eigen 5 and the fonts, from Debian's testing release, unpacked in the cache.
# CMake finds them through BP_THIRD_PARTY; without them it fetches pinned archives itself.

LIBRARIES_SUITE=forky
LIBRARIES_STAMP="$LIBRARIES_SUITE-v2"
LIBRARIES_DIR="$CACHE/third_party"

# What a wasm build can use too: headers and fonts only.
LIBRARIES_PACKAGES=(libeigen3-dev doctest-dev fonts-inter fonts-jetbrains-mono fonts-dejavu-core)

libraries_install() {
  rm -rf "$LIBRARIES_DIR"
  mkdir -p "$LIBRARIES_DIR"
  private_unpack "$LIBRARIES_SUITE" "$LIBRARIES_DIR/root" "${LIBRARIES_PACKAGES[@]}"
  private_source "$LIBRARIES_SUITE" "$LIBRARIES_DIR/imgui" imgui
  grep -q 'define IMGUI_VERSION_NUM *192' "$LIBRARIES_DIR/imgui/imgui.h" ||
    echo "note: this ImGui is newer than the 1.92 it was written for"
}

libraries_setup() {
  command -v apt-get >/dev/null || return 0
  with_lock third_party libraries_setup_locked
}

libraries_setup_locked() {
  stamp_is third_party "$LIBRARIES_STAMP" && return 0
  step third_party "Fetching Dear ImGui, Eigen and fonts into the cache (10 MB, seconds, once)" \
    libraries_install || {
    warn "CMake will try to fetch them from their projects instead."
    return 0
  }
  stamp_set third_party "$LIBRARIES_STAMP"
}

libraries_env() { printf 'export BP_THIRD_PARTY=%q\n' "$LIBRARIES_DIR"; }
