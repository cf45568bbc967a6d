# The page as a folder that any static host can serve.

DIST="$ROOT/dist"

copy_licences() {
  local to="$1/licenses" doc package
  mkdir -p "$to"
  cp "$ROOT/LICENSE" "$1/LICENSE"
  for package in fonts-inter fonts-jetbrains-mono fonts-dejavu-core libeigen3-dev; do
    for doc in "$LIBRARIES_DIR/root/usr/share/doc/$package/copyright" \
      "/usr/share/doc/$package/copyright"; do
      if [[ -f "$doc" ]]; then
        cp "$doc" "$to/$package.txt"
        break
      fi
    done
  done
  for doc in "$REAL_DATA_DIR/root/usr/share/doc/python3-sklearn/copyright" \
    "$ROOT/build/web-release/real_data/COPYING"; do
    if [[ -f "$doc" ]]; then cp "$doc" "$to/scikit-learn.txt"; fi
  done
  for doc in "$LIBRARIES_DIR/imgui/LICENSE.txt" \
    "$ROOT/build/web-release/_deps/imgui-src/LICENSE.txt"; do
    if [[ -f "$doc" ]]; then cp "$doc" "$to/dear-imgui.txt"; fi
  done
}

# Assembled beside and swapped in, so that a running server never sees half a folder. Scripts of
# web/embed lie flat beside the page, real data sets in data/, fetched when they are chosen.
assemble_dist() {
  local new="$DIST.new" file
  rm -rf "$new"
  mkdir -p "$new"
  sed 's#web/embed/##g' "$ROOT/index.html" >"$new/index.html"
  cp "$ROOT/build/web-release/playground.js" "$ROOT/build/web-release/playground.wasm" "$new/"
  cp "$ROOT/build/web-release/engine.wasm" "$new/" # with engine.mjs: for programs, docs/ENGINE.md
  for file in "$ROOT"/web/embed/*; do
    case "$file" in *.js | *.mjs | *.d.mts | *.css | *.svg | *.png | *.ico) cp "$file" "$new/" ;; esac
  done
  mkdir "$new/data"
  cp "$ROOT"/build/web-release/data/*.csv "$new/data/"
  copy_licences "$new"
  rm -rf "$DIST"
  mv "$new" "$DIST"
}

build_dist() {
  need_web_tools
  build web-release "1 to 3 minutes the first time, seconds later" playground-web \
    bp_engine_module bp_real_data_files || return 1
  step dist "Assembling dist/ (a second)" assemble_dist
}

build_dist_or_die() {
  build_dist || die "the page could not be built. If you changed code, the log above says where;" \
    "if not, ./playground clean and the same command again start from nothing."
}
