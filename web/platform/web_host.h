// What the page's script (web/embed) does for the program: the only calls from C++ into JavaScript.
// The script hands them over as `Module.bpHost` before anything else runs.
#pragma once

#include <cstdint>
#include <string>

#include "web/views/ui_state.h"

namespace bp::host {

/// Sends a command line to the worker.
void post(const std::string& command);
/// Size in bytes of the snapshot that came from the worker and was not taken yet, or 0.
[[nodiscard]] std::uint32_t snapshot_size();
/// Copies that snapshot to `to` and gives its buffer back to the worker.
void take_snapshot(std::uint8_t* to);

/// Asks the script for a data set's table (bp_table() or bp_table_failed() is the answer).
void request_table(const std::string& key);

/// Whether a function is part of what has been loaded; if not, it is sent for (program.js).
[[nodiscard]] Here is_here(AnyFunction function);

/// Takes GLFW's own listeners off the page and hands them to the script as `Module.bpGlfw`; after
/// glfwInit().
void adopt_glfw();
/// After the WebGL context came back: forgets the lost one's objects.
void renew_gl();

/// Microseconds of the browser's monotonic clock.
[[nodiscard]] std::int64_t now_us();

}  // namespace bp::host
