// The one header that includes OpenGL: OpenGL ES 3.0 (WebGL 2) or 3.3 core, the same functions.
#pragma once

#ifdef __EMSCRIPTEN__
#include <GLES3/gl3.h>
#else
#define GL_GLEXT_PROTOTYPES
#include <GL/glcorearb.h>
#endif

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace bp::gl {

/// Owns one GL object; `Delete` frees it. forget() drops it without touching GL (lost context).
template <void (*Delete)(GLuint)>
class Handle {
 public:
  Handle() = default;
  explicit Handle(GLuint id) : id_(id) {}
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  ~Handle() {
    if (id_ != 0) Delete(id_);
  }
  [[nodiscard]] GLuint id() const { return id_; }
  explicit operator bool() const { return id_ != 0; }
  void forget() { id_ = 0; }

 private:
  GLuint id_ = 0;
};

void delete_program(GLuint id);
void delete_texture(GLuint id);
void delete_framebuffer(GLuint id);
void delete_vertex_array(GLuint id);

void delete_renderbuffer(GLuint id);

using Renderbuffer = Handle<delete_renderbuffer>;
using Program = Handle<delete_program>;
using Framebuffer = Handle<delete_framebuffer>;
using VertexArray = Handle<delete_vertex_array>;

/// A texture and the size it was made with.
struct Texture {
  Handle<delete_texture> handle;
  int width = 0, height = 0;
  [[nodiscard]] GLuint id() const { return handle.id(); }
  void forget() {
    handle.forget();
    width = height = 0;
  }
};

using Sources = std::initializer_list<std::string_view>;
/// Compiles and links; the version line and the precision header of this build come first. On
/// failure the program is empty and `error` says which stage and what the driver said.
[[nodiscard]] Program make_program(Sources vertex, Sources fragment, std::string& error);
[[nodiscard]] Framebuffer make_framebuffer();
[[nodiscard]] VertexArray make_vertex_array();
[[nodiscard]] Renderbuffer make_renderbuffer();

/// (Re)makes `texture` as f32 of one or four `channels` without filtering and uploads `values`:
/// rows of `width`, the last may be partial (`count` values in all).
void upload_floats(Texture& texture, int channels, int width, const float* values,
                   std::size_t count);
/// (Re)makes `texture` as an RGBA8 picture of this size, linearly filtered, if the size changed,
/// and binds it as the target of `framebuffer` with a matching viewport.
void target_picture(Texture& texture, const Framebuffer& framebuffer, int width, int height);
/// Uniform location by name, −1 if the compiler dropped it (GL then ignores the value).
[[nodiscard]] GLint uniform(const Program& program, const char* name);
[[nodiscard]] int max_texture_size();

}  // namespace bp::gl
