# The real data sets, from Debian's scikit-learn, unpacked in the cache. CMake finds them there;
# without them it downloads the same files from the project itself.

REAL_DATA_SUITE=trixie
REAL_DATA_STAMP="$REAL_DATA_SUITE-v1"
REAL_DATA_DIR="$CACHE/real_data"

# Only data and licence are kept of the package.
real_data_install() {
  local root="$REAL_DATA_DIR/root" all="$REAL_DATA_DIR/all" part
  rm -rf "$REAL_DATA_DIR"
  private_unpack "$REAL_DATA_SUITE" "$all" python3-sklearn
  for part in usr/lib/python3/dist-packages/sklearn/datasets/data usr/share/doc/python3-sklearn; do
    mkdir -p "$root/${part%/*}"
    mv "$all/$part" "$root/$part"
  done
  rm -rf "$all"
}

real_data_setup() {
  command -v apt-get >/dev/null || return 0
  with_lock real_data real_data_setup_locked
}

real_data_setup_locked() {
  stamp_is real_data "$REAL_DATA_STAMP" && return 0
  step real_data "Fetching real data sets into the cache (2 MB, seconds, once)" \
    real_data_install || {
    warn "CMake will try to fetch them from the scikit-learn project instead."
    return 0
  }
  stamp_set real_data "$REAL_DATA_STAMP"
}
