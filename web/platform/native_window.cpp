#include "web/platform/native_window.h"

#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cfloat>
#include <cstdio>

#include "web/gl/gl.h"

namespace bp {
namespace {

NativeWindow& of(GLFWwindow* window) {
  return *static_cast<NativeWindow*>(glfwGetWindowUserPointer(window));
}

// The backend reports window coordinates; the interface is laid out in points.
void on_cursor(GLFWwindow* window, double x, double y) {
  int window_width = 1, width = 1, height = 1;
  glfwGetWindowSize(window, &window_width, &height);
  glfwGetFramebufferSize(window, &width, &height);
  const double to_points = static_cast<double>(width) / std::max(1, window_width) /
                           static_cast<double>(of(window).ratio());
  ImGui_ImplGlfw_CursorPosCallback(window, x * to_points, y * to_points);
}

void APIENTRY on_gl_message(GLenum source, GLenum type, GLuint id, GLenum severity, GLsizei,
                            const GLchar* message, const void* user) {
  if (severity == GL_DEBUG_SEVERITY_NOTIFICATION) return;
  std::fprintf(stderr, "GL %x/%x/%u: %s\n", source, type, id, message);
  if (type == GL_DEBUG_TYPE_ERROR) {
    static_cast<NativeWindow*>(const_cast<void*>(user))->count_gl_error();
  }
}

}  // namespace

std::unique_ptr<NativeWindow> NativeWindow::open(const NativeOptions& options, std::string& error) {
  if (!glfwInit()) {
    error = "No display was found. On a machine without one, run it under xvfb-run.";
    return nullptr;
  }
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_OPENGL_DEBUG_CONTEXT, GLFW_TRUE);
  glfwWindowHint(GLFW_VISIBLE, options.is_hidden ? GLFW_FALSE : GLFW_TRUE);
  std::unique_ptr<NativeWindow> out(new NativeWindow);
  out->wanted_ratio_ = options.ratio;
  out->ignores_pointer_ = options.is_batch();
  out->window_ =
      glfwCreateWindow(options.width, options.height, "Backprop Playground", nullptr, nullptr);
  if (!out->window_) {
    error = "OpenGL 3.3 is not available here. LIBGL_ALWAYS_SOFTWARE=1 draws without a GPU.";
    return nullptr;
  }
  glfwSetWindowUserPointer(out->window_, out.get());
  glfwMakeContextCurrent(out->window_);
  glfwSwapInterval(options.is_hidden ? 0 : 1);
  out->watch_gl();
  out->start_imgui();
  return out;
}

NativeWindow::~NativeWindow() {
  if (ImGui::GetCurrentContext()) {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
  }
  if (window_) glfwDestroyWindow(window_);
  glfwTerminate();
}

void NativeWindow::watch_gl() {
  const auto set_callback =
      reinterpret_cast<PFNGLDEBUGMESSAGECALLBACKPROC>(glfwGetProcAddress("glDebugMessageCallback"));
  if (!set_callback) return;
  glEnable(GL_DEBUG_OUTPUT);
  glEnable(GL_DEBUG_OUTPUT_SYNCHRONOUS);
  set_callback(on_gl_message, this);
}

void NativeWindow::start_imgui() {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui_ImplGlfw_InitForOpenGL(window_, true);
  glfwSetCursorPosCallback(window_, on_cursor);
  ImGui_ImplOpenGL3_Init("#version 330 core");
}

bool NativeWindow::is_closed() const { return glfwWindowShouldClose(window_) != 0; }

void NativeWindow::wait(double timeout_seconds) {
  if (timeout_seconds > 0) {
    glfwWaitEventsTimeout(timeout_seconds);
  } else {
    glfwPollEvents();
  }
}

float NativeWindow::ratio() const {
  if (wanted_ratio_ > 0) return wanted_ratio_;
  int window_width = 1, width = 1, height = 1;
  glfwGetWindowSize(window_, &window_width, &height);
  glfwGetFramebufferSize(window_, &width, &height);
  float scale = 1, unused = 1;
  glfwGetWindowContentScale(window_, &scale, &unused);
  // Where windows are counted in pixels (X11, Windows) only the content scale tells.
  const float framebuffer =
      static_cast<float>(width) / static_cast<float>(std::max(1, window_width));
  return std::max({1.0F, scale, framebuffer});
}

Framebuffer NativeWindow::begin_frame() {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
  Framebuffer size;
  glfwGetFramebufferSize(window_, &size.width, &size.height);
  size.ratio = ratio();
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(size.width) / size.ratio,
                    static_cast<float>(size.height) / size.ratio};
  io.DisplayFramebufferScale = {size.ratio, size.ratio};
  if (ignores_pointer_) io.AddMousePosEvent(-FLT_MAX, -FLT_MAX);
  ImGui::NewFrame();
  return size;
}

void NativeWindow::end_frame(const Framebuffer& size, std::vector<std::uint8_t>* pixels) {
  ImGui::Render();
  const ImVec4& background = ImGui::GetStyle().Colors[ImGuiCol_WindowBg];
  glViewport(0, 0, size.width, size.height);
  glClearColor(background.x, background.y, background.z, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  if (pixels) {
    pixels->resize(static_cast<std::size_t>(size.width) * static_cast<std::size_t>(size.height) *
                   3);
    glPixelStorei(GL_PACK_ALIGNMENT, 1);
    glReadPixels(0, 0, size.width, size.height, GL_RGB, GL_UNSIGNED_BYTE, pixels->data());
  }
  glfwSwapBuffers(window_);
}

}  // namespace bp
