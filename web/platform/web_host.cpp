#include "web/platform/web_host.h"

#include <emscripten.h>

// Emscripten's GLFW listens on `window` and on the canvas as if the page were its own: keys are
// lost for the host's inputs, Tab is trapped, the wheel is eaten. The script registers the key
// functions on the canvas instead and feeds the pointer itself (web/embed/input.js).
EM_JS_DEPS(bp_host, "$GLFW,$GL,$UTF8ToString");
// clang-format off
EM_JS(void, bp_js_post, (const char* command), {
  Module["bpHost"].post(UTF8ToString(command));
});
EM_JS(unsigned, bp_js_snapshot_size, (), {
  return Module["bpHost"].snapshotSize();
});
EM_JS(void, bp_js_take_snapshot, (unsigned char* to), {
  Module["bpHost"].takeSnapshot(HEAPU8, to);
});
EM_JS(void, bp_js_request_table, (const char* key), {
  Module["bpHost"].requestTable(UTF8ToString(key));
});
EM_JS(int, bp_js_is_here, (unsigned place), {
  return Module["bpHost"].isHere(place);
});
EM_JS(void, bp_js_adopt_glfw, (), {
  const canvas = Module["canvas"];
  const off = (target, types, listener) => {
    for (const type of types.split(" ")) target.removeEventListener(type, listener, true);
  };
  off(window, "keydown", GLFW.onKeydown);
  off(window, "keypress", GLFW.onKeyPress);
  off(window, "keyup", GLFW.onKeyup);
  off(window, "blur", GLFW.onBlur);
  off(window, "gamepadconnected", GLFW.onGamepadConnected);
  off(window, "gamepaddisconnected", GLFW.onGamepadDisconnected);
  off(canvas, "touchmove mousemove", GLFW.onMousemove);
  off(canvas, "touchstart mousedown", GLFW.onMouseButtonDown);
  off(canvas, "touchcancel touchend mouseup", GLFW.onMouseButtonUp);
  off(canvas, "wheel mousewheel", GLFW.onMouseWheel);
  off(canvas, "mouseenter", GLFW.onMouseenter);
  off(canvas, "mouseleave", GLFW.onMouseleave);
  off(canvas, "drop", GLFW.onDrop);
  off(canvas, "dragover", GLFW.onDragover);
  Module["bpGlfw"] = {
    keydown: GLFW.onKeydown,
    keypress: GLFW.onKeyPress,
    keyup: GLFW.onKeyup,
    blur: GLFW.onBlur,
    followPixelRatio: () => {
      if (GLFW.scale !== devicePixelRatio) GLFW.onDevicePixelRatioChange();
    },
  };
});
EM_JS(void, bp_js_renew_gl, (), {
  // Objects of the lost context can be neither used nor deleted.
  for (const table of [GL.buffers, GL.programs, GL.framebuffers, GL.renderbuffers, GL.textures,
                       GL.shaders, GL.vaos, GL.samplers]) {
    table.fill(null);
  }
});
// clang-format on

namespace bp::host {

void post(const std::string& command) { bp_js_post(command.c_str()); }
std::uint32_t snapshot_size() { return bp_js_snapshot_size(); }
void take_snapshot(std::uint8_t* to) { bp_js_take_snapshot(to); }
void request_table(const std::string& key) { bp_js_request_table(key.c_str()); }
Here is_here(AnyFunction function) {
  return static_cast<Here>(bp_js_is_here(reinterpret_cast<unsigned>(function)));
}
void adopt_glfw() { bp_js_adopt_glfw(); }
void renew_gl() { bp_js_renew_gl(); }
std::int64_t now_us() { return static_cast<std::int64_t>(emscripten_get_now() * 1000.0); }

}  // namespace bp::host
