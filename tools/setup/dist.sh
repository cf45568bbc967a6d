# The page as a folder that any static host can serve.

DIST="$ROOT/dist"

copy_licences() {
  local to="$1/licenses" doc package
  mkdir -p "$to"
  cp "$ROOT/LICENSE" "$1/LICENSE"
  for package in lzma1 fflate uqr; do
    cp "$ROOT/node_modules/$package/LICENSE" "$to/$package.txt"
  done
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

# minify FROM TO ARGUMENTS...: a script or style without blanks, remarks and long names.
minify() { esbuild --minify --charset=utf8 --log-level=warning "${@:3}" <"$1" >"$2"; }

# The worker starts from createApp's own source text (web/embed/worker.js), so nothing in it may refer
# to what stands around it under a shortened name. The one such name, the script's address, is not needed:
# the page hands the module over.
minify_glue() {
  sed -e '/^ *var _scriptName = /d' -e '/^ *if (typeof __filename/d' "$1" >"$2.plain"
  if grep -q 'var _scriptName\|_scriptName = ' "$2.plain"; then
    echo "the glue of this Emscripten is laid out in another way: it stays as it is"
    cp "$1" "$2"
  else
    minify "$2.plain" "$2" '--define:_scriptName=""'
  fi
  rm "$2.plain"
}

# split_program TO: the program in two parts (tools/split), anew only if it has changed.
split_program() {
  local program="$ROOT/build/web-release/playground.wasm" later="$ROOT/tools/split/later.txt"
  if [[ "$1/later.wasm" -nt "$program" && "$1/later.wasm" -nt "$later" ]]; then return; fi
  mkdir -p "$1"
  node "$ROOT/tools/split/split.mjs" "$program" "$(em-config BINARYEN_ROOT)/bin" "$1"
}

PACK=(xz --format=lzma '--lzma1=preset=9e,dict=2MiB,lc=4,pb=0' -c)

# publish_forms TO: what else is made of the page: one file for everything, the list of what it
# keeps offline, and a package for npm.
publish_forms() {
  local tools="$ROOT/tools/publish"
  node "$tools/single_file.mjs" "$1" "$1/backprop-playground.html" "${PACK[@]}"
  node "$tools/service_worker.mjs" "$1"
  node "$tools/npm_package.mjs" "$1" "$1/npm"
}

# Assembled beside and swapped in, so that a running server never sees half a folder. Scripts of
# web/embed lie flat beside the page, real data sets in data/, fetched when they are chosen.
assemble_dist() {
  local new="$DIST.new" file
  rm -rf "$new"
  mkdir -p "$new"
  sed 's#web/embed/##g' "$ROOT/index.html" >"$new/index.html"
  minify_glue "$ROOT/build/web-release/playground.js" "$new/playground.js"
  split_program "$ROOT/build/web-release/split" || return 1
  for file in playground later; do
    "${PACK[@]}" "$ROOT/build/web-release/split/$file.wasm" >"$new/$file.wasm.lzma"
  done
  esbuild --bundle --minify --format=iife --log-level=warning "$ROOT/web/embed/unpack/unpack.js" \
    >"$new/unpack.js"
  for file in zip qr; do # of others, fetched on use
    esbuild --bundle --minify --format=esm --log-level=warning "$ROOT/web/embed/pack/$file.js" \
      >"$new/$file.mjs"
  done
  cp "$ROOT/build/web-release/engine.wasm" "$new/" # with engine.mjs: for programs, docs/ENGINE.md
  for file in "$ROOT"/web/embed/*; do
    case "$file" in
      *.d.ts) ;;
      *.js) minify "$file" "$new/${file##*/}" ;;
      *.css) minify "$file" "$new/${file##*/}" --loader=css ;;
      *.mjs | *.d.mts | *.svg | *.png | *.ico | *.webmanifest) cp "$file" "$new/" ;;
    esac
  done
  mkdir "$new/data"
  cp "$ROOT"/build/web-release/data/*.csv "$new/data/"
  copy_licences "$new"
  publish_forms "$new" || return 1
  rm -rf "$DIST"
  mv "$new" "$DIST"
}

build_dist() {
  need_web_tools
  need_command esbuild "the page's scripts" esbuild
  need_command xz "packing the program" xz-utils
  need_npm_packages
  build web-release "1 to 3 minutes the first time, seconds later" playground-web \
    bp_engine_module bp_real_data_files || return 1
  step dist "Assembling dist/ (a second)" assemble_dist
}

build_dist_or_die() {
  build_dist || die "the page could not be built. If you changed code, the log above says where;" \
    "if not, ./playground clean and the same command again start from nothing."
}
