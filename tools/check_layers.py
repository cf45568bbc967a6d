#!/usr/bin/env python3
"""Fails on an include, a word or a path that the architecture forbids, and says where and why.

Layers go one way: engine/core, nn, optim, data, train, analysis, session, then web/.
Ends with the line "layers: N passed, N failed", where N counts files.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
LAYERS = ["core", "nn", "optim", "data", "train", "analysis", "session"]
STEP_LAYERS = ("engine/nn/", "engine/optim/", "engine/data/", "engine/train/")
EMSCRIPTEN_ALLOWED = ("web/platform/", "web/gl/gl.h")
WEB_FORBIDDEN = {
    "web/views/": (("web/gl/", "web/app/", "web/platform/"),
                   "a view reads snapshots and sends commands; it knows no GL, app or platform"),
    "web/gl/": (("web/app/", "web/platform/"), "GL helpers know nothing of app or platform"),
    "web/app/": (("web/platform/",), "the app is handed its platform, it does not know it"),
    "tools/cli/": (("web/",), "the command-line program needs the engine only"),
    "bench/": (("web/",), "benchmarks measure the engine only"),
    "tests/engine/": (("web/",), "engine tests must link without ImGui and GL"),
}
SYSTEM_ALLOWED = {"wasm_simd128.h", "emmintrin.h", "xmmintrin.h", "immintrin.h", "arm_neon.h"}
SYSTEM_FORBIDDEN = {
    "fstream": "the engine has no file access", "filesystem": "the engine has no file access",
    "iostream": "the engine prints nothing", "random": "every draw takes our own Rng",
    "ctime": "the engine is handed its clock",
}
WORDS = [
    # (where, pattern, why)
    (("engine/",), r"\bstd::(shuffle|random_device|mt19937\w*|\w+_distribution)\b|\bs?rand\s*\(",
     "draws must give the same bits everywhere: use engine/core/rng.h"),
    (STEP_LAYERS, r"(?:\bstd::|(?<![\w>])::)(exp|expm1|exp2|log|log1p|log2|log10|tanh|sinh|cosh|sin|cos|tan"
                  r"|atan2?|asin|acos|erf|erfc|pow|cbrt|hypot|tgamma|lgamma)f?\s*\(",
     "the C library's functions differ between systems: use engine/core/math.h"),
    (("engine/nn/", "engine/optim/", "engine/train/"),
     r"\.(sum|prod|mean|norm|squaredNorm|stableNorm|trace)\(\)|\.(dot|lpNorm<\w+>)\(",
     "Eigen's reductions have no fixed order: use engine/core/reduce.h"),
    (("engine/",), r"\bthrow\b(?!\s*\()|\bcatch\s*\(", "the engine uses Result, not exceptions"),
]
MACHINE_PATH = re.compile(r"(?<![\w}\"$.-])/" + r"work/")


def without_comments(text):
    """Blanks comments and string literals, keeping line numbers and include lines."""
    def blank(match):
        found = match.group(0)
        if found.startswith('"'):
            return found if "/" in found or found.endswith('.h"') else '""'
        return re.sub(r"[^\n]", " ", found)
    return re.sub(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', blank, text, flags=re.S)


def include_problem(path, target, is_system):
    """Why `path` may not include `target`, or None."""
    for prefix, (forbidden, why) in WEB_FORBIDDEN.items():
        if path.startswith(prefix) and target.startswith(forbidden):
            return why
    if "emscripten" in target and not path.startswith(EMSCRIPTEN_ALLOWED):
        return "Emscripten headers belong to web/platform and web/gl/gl.h only"
    if not path.startswith("engine/"):
        return None
    if target.startswith("engine/"):
        own, other = path.split("/")[1], target.split("/")[1]
        if own not in LAYERS or other not in LAYERS:
            return "no such layer; the layers are " + ", ".join(LAYERS)
        if LAYERS.index(other) > LAYERS.index(own):
            return f"engine/{own} stands left of engine/{other}: includes go left only"
        return None
    if target.startswith("Eigen/"):
        return None
    if target in SYSTEM_FORBIDDEN:
        return SYSTEM_FORBIDDEN[target]
    if is_system and (re.fullmatch(r"[a-z_0-9]+", target) or target in SYSTEM_ALLOWED):
        return None
    return "the engine includes engine/, Eigen and standard headers only"


def code_problems(path, text):
    """All (line, what, why) of a C++ file."""
    for number, line in enumerate(without_comments(text).splitlines(), 1):
        include = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if include:
            why = include_problem(path, include[2], include[1] == "<")
            if why:
                yield number, f"includes {include[2]}", why
            continue
        if re.search(r"__EMSCRIPTEN__|\bEM_(JS|ASM)\b|\bEMSCRIPTEN_\w+", line) and (
                not path.startswith(EMSCRIPTEN_ALLOWED)):
            yield number, "mentions Emscripten", "only web/platform and web/gl/gl.h may"
        for where, pattern, why in WORDS:
            found = path.startswith(where) and re.search(pattern, line)
            if found:
                yield number, f"uses {found.group(0).strip()}", why


def problems(path, text):
    """All (line, what, why) of any text file."""
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE_PATH.search(line):
            yield number, "names a path of one machine", "the repository runs anywhere"
    if path.endswith((".h", ".cpp")):
        yield from code_problems(path, text)


def main():
    listed = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, check=True,
                            capture_output=True, text=True).stdout.split("\n")
    passed = failed = 0
    for path in sorted(filter(None, listed)):
        try:
            text = (ROOT / path).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        found = list(problems(path, text))
        for number, what, why in found:
            print(f"{path}:{number}: {what}: {why}")
        failed += bool(found)
        passed += not found
    print(f"layers: {passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
