"""clang-tidy over the files given, remembered by content: tidy.py BUILD_DIR CACHE_DIR FILE...

A file is checked again when it, any header of the engine, .clang-tidy or clang-tidy changed.
Ends with the line "clang-tidy: N passed, N failed".
"""

import concurrent.futures
import glob
import hashlib
import os
import pathlib
import shutil
import subprocess
import sys


def digest(paths, extra):
    """One hash over file contents."""
    total = hashlib.sha256(extra.encode())
    for path in sorted(paths):
        total.update(path.encode() + b"\0" + pathlib.Path(path).read_bytes())
    return total.hexdigest()


def main():
    build, cache, *files = sys.argv[1:]
    program = shutil.which("clang-tidy-14") or shutil.which("clang-tidy")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    shared = digest(glob.glob("engine/**/*.h", recursive=True) + [".clang-tidy"], version)
    pathlib.Path(cache).mkdir(parents=True, exist_ok=True)

    def check(path):
        stamp = pathlib.Path(cache) / digest([path], shared)
        if stamp.exists():
            return path, True, "unchanged"
        done = subprocess.run([program, "--quiet", "-p", build, path], capture_output=True, text=True,
                              check=False)
        if done.returncode == 0:
            stamp.touch()
        return path, done.returncode == 0, done.stdout + done.stderr

    failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for path, is_clean, output in pool.map(check, files):
            print(f"{path}: {'clean' if is_clean else 'FAILED'}")
            if not is_clean:
                failed += 1
                print(output)
    print(f"clang-tidy: {len(files) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
