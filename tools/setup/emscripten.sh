# A C++ to WebAssembly compiler: the emcc on PATH if it is new enough, else a private copy of
# Debian 13's Emscripten in the cache, whose programs run through their own loader and libraries.

EMSCRIPTEN_MINIMUM=3.1.69
EMSCRIPTEN_SUITE=trixie
EMSCRIPTEN_STAMP="$EMSCRIPTEN_SUITE-v1"
EMSCRIPTEN_DIR="$CACHE/emscripten"
EMSCRIPTEN_PACKAGES=(emscripten clang-19 lld-19 llvm-19 llvm-19-linker-tools libllvm19
  libclang-cpp19 libclang1-19 libclang-common-19-dev binaryen libc6 libstdc++6 libgcc-s1 zlib1g
  libzstd1 libxml2 libedit2 libtinfo6 libffi8 libz3-4 libicu76 liblzma5 libbsd0 libmd0 node-acorn)

version_at_least() { [[ "$(printf '%s\n%s\n' "$2" "$1" | sort -V | head -n 1)" == "$2" ]]; }

# The folder of a usable emcc on PATH (not the private one), or nothing.
emscripten_on_path() {
  local emcc version
  emcc="$(command -v emcc)" || return 1
  [[ "$emcc" == "$EMSCRIPTEN_DIR"/* ]] && return 1
  version="$("$emcc" -dumpversion 2>/dev/null)" || return 1
  version_at_least "${version%%-*}" "$EMSCRIPTEN_MINIMUM" || return 1
  dirname "$(readlink -f "$emcc")"
}

# wrap_programs FROM TO LOADER OPTIONS: for every ELF program of a folder a script that starts it
# through the private loader; also under the name with Debian's version suffix. OPTIONS are only
# for clang, which would look for its headers where the package expects them.
wrap_programs() {
  local from="$1" to="$2" loader="$3" options="$4" program name extra
  mkdir -p "$to"
  for program in "$from"/*; do
    [[ -f "$program" && "$(head -c 4 "$program" | tr -d '\0')" == $'\x7fELF' ]] || continue
    name="${program##*/}"
    extra=""
    [[ "$name" == clang* ]] && extra="$options"
    printf '#!/bin/sh\nexec %s --argv0 %s "%s" %s "$@"\n' \
      "$loader" "${name%-19}" "$program" "$extra" >"$to/$name"
    chmod +x "$to/$name"
    [[ "$name" == *-19 ]] || cp "$to/$name" "$to/$name-19"
  done
}

emscripten_write_config() {
  cat >"$1/config.py" <<CONFIG
LLVM_ROOT = '$EMSCRIPTEN_DIR/llvm/bin'
BINARYEN_ROOT = '$EMSCRIPTEN_DIR/binaryen'
NODE_JS = '$(command -v node || command -v nodejs)'
FROZEN_CACHE = True
CACHE = '$EMSCRIPTEN_DIR/root/usr/share/emscripten/cache'
LLVM_ADD_VERSION = '19'
CLANG_ADD_VERSION = '19'
CONFIG
}

# Unpacks, wraps, and compiles one file, so that a broken copy never gets a stamp.
emscripten_install() {
  local root="$EMSCRIPTEN_DIR/root" lib loader
  rm -rf "$EMSCRIPTEN_DIR"
  private_unpack "$EMSCRIPTEN_SUITE" "$root" "${EMSCRIPTEN_PACKAGES[@]}"
  rm -rf "$root/usr/share/emscripten/test" "$root/usr/share/doc"
  mkdir -p "$root/usr/share/emscripten/node_modules"
  ln -s ../../nodejs/acorn "$root/usr/share/emscripten/node_modules/acorn"
  lib="$(find "$root/usr/lib" -maxdepth 1 -name '*-linux-gnu')"
  loader="$(find "$lib" -maxdepth 1 -name 'ld-linux*.so.*')"
  loader="\"$loader\" --library-path \"$lib:$root/usr/lib/llvm-19/lib\""
  wrap_programs "$root/usr/lib/llvm-19/bin" "$EMSCRIPTEN_DIR/llvm/bin" "$loader" \
    "-resource-dir=\"$root/usr/lib/llvm-19/lib/clang/19\""
  wrap_programs "$root/usr/bin" "$EMSCRIPTEN_DIR/binaryen/bin" "$loader" ""
  emscripten_write_config "$EMSCRIPTEN_DIR"
  printf 'int main() { return 0; }\n' >"$EMSCRIPTEN_DIR/probe.cpp"
  (PATH="$root/usr/share/emscripten:$PATH" EM_CONFIG="$EMSCRIPTEN_DIR/config.py" \
    em++ -O2 "$EMSCRIPTEN_DIR/probe.cpp" -o "$EMSCRIPTEN_DIR/probe.js")
  node "$EMSCRIPTEN_DIR/probe.js"
}

emscripten_setup() {
  if [[ -n "$(emscripten_on_path)" ]]; then return 0; fi
  if ! command -v apt-get >/dev/null; then
    die "no emcc >= $EMSCRIPTEN_MINIMUM on PATH, and this is not a Debian system." \
      "Install emsdk (https://emscripten.org/docs/getting_started/downloads.html)," \
      "run 'source emsdk_env.sh' and start again."
  fi
  need_node "building the page"
  need_command /usr/bin/python3 "building the page" python3
  with_lock emscripten emscripten_setup_locked
}

emscripten_setup_locked() {
  if stamp_is emscripten "$EMSCRIPTEN_STAMP" && [[ -f "$EMSCRIPTEN_DIR/config.py" ]]; then
    # node may have moved since
    grep -qF "'$(command -v node || command -v nodejs)'" "$EMSCRIPTEN_DIR/config.py" ||
      emscripten_write_config "$EMSCRIPTEN_DIR"
    return 0
  fi
  step emscripten "Fetching Emscripten into the cache (333 MB, about a minute, once)" \
    emscripten_install ||
    die "the compiler to WebAssembly could not be set up." \
      "With network trouble: try again, it starts over cleanly." \
      "Or install emsdk $EMSCRIPTEN_MINIMUM or newer and put its emcc on PATH."
  stamp_set emscripten "$EMSCRIPTEN_STAMP"
}

# The variables under which emcc and cmake find the compiler.
emscripten_env() {
  local scripts
  if scripts="$(emscripten_on_path)"; then
    printf 'export BP_EMSCRIPTEN=%q\n' "$scripts"
    return 0
  fi
  scripts="$EMSCRIPTEN_DIR/root/usr/share/emscripten"
  printf 'export BP_EMSCRIPTEN=%q\n' "$scripts"
  printf 'export EM_CONFIG=%q\n' "$EMSCRIPTEN_DIR/config.py"
  printf 'export EMSDK_PYTHON=%q\n' /usr/bin/python3
  case ":$PATH:" in *":$scripts:"*) ;; *) printf 'export PATH=%q:"$PATH"\n' "$scripts" ;; esac
}
