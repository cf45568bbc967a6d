// The desktop window with its OpenGL 3.3 context and ImGui's backends.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "web/platform/native_options.h"

struct GLFWwindow;

namespace bp {

/// A pixel size and how many of them make a point.
struct Framebuffer {
  int width = 0, height = 0;
  float ratio = 1;
};

class NativeWindow {
 public:
  /// Null if there is no display or no OpenGL 3.3; `error` then says so.
  static std::unique_ptr<NativeWindow> open(const NativeOptions& options, std::string& error);
  ~NativeWindow();
  NativeWindow(const NativeWindow&) = delete;
  NativeWindow& operator=(const NativeWindow&) = delete;

  [[nodiscard]] bool is_closed() const;
  /// Handles events; waits for one, at most `timeout_seconds`, if that is above 0.
  void wait(double timeout_seconds);
  /// Begins an ImGui frame in points.
  Framebuffer begin_frame();
  /// Draws what ImGui has and shows it. `pixels`, unless null, gets the picture: rows from the
  /// bottom, three bytes a pixel.
  void end_frame(const Framebuffer& size, std::vector<std::uint8_t>* pixels = nullptr);
  /// GL errors the driver reported so far.
  [[nodiscard]] int gl_errors() const { return gl_errors_; }
  void count_gl_error() { ++gl_errors_; }
  [[nodiscard]] float ratio() const;

 private:
  NativeWindow() = default;
  void start_imgui();
  void watch_gl();

  GLFWwindow* window_ = nullptr;
  float wanted_ratio_ = 0;
  bool ignores_pointer_ = false;
  int gl_errors_ = 0;
};

}  // namespace bp
