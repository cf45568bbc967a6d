#include "web/gl/gl.h"

#include <generated/shaders.h>
#include <array>

namespace bp::gl {
namespace {

// The build's version line and header, not part of the bodies in shaders/.
#ifdef GL_ES_VERSION_3_0
constexpr std::string_view kVersion = "#version 300 es\n";
constexpr std::string_view kHeader = shaders::header_es300;
#else
constexpr std::string_view kVersion = "#version 330 core\n";
constexpr std::string_view kHeader = shaders::header_330;
#endif

constexpr std::size_t kMaxParts = 8;

GLuint compile(GLenum stage, Sources parts, std::string& error) {
  std::array<const GLchar*, kMaxParts> texts{};
  std::array<GLint, kMaxParts> lengths{};
  std::size_t count = 0;
  const auto add = [&](std::string_view part) {
    if (count == kMaxParts) return;
    texts[count] = part.data();
    lengths[count++] = static_cast<GLint>(part.size());
  };
  add(kVersion);
  add(kHeader);
  for (const std::string_view part : parts) add(part);
  const GLuint shader = glCreateShader(stage);
  glShaderSource(shader, static_cast<GLsizei>(count), texts.data(), lengths.data());
  glCompileShader(shader);
  GLint ok = GL_FALSE;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &ok);
  if (ok == GL_TRUE) return shader;
  std::array<GLchar, 2048> log{};
  glGetShaderInfoLog(shader, static_cast<GLsizei>(log.size()), nullptr, log.data());
  error = std::string("The graphics driver rejected a ") +
          (stage == GL_VERTEX_SHADER ? "vertex" : "fragment") + " shader: " + log.data();
  glDeleteShader(shader);
  return 0;
}

void set_sampling(GLint filter) {
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, filter);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_S, GL_CLAMP_TO_EDGE);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_WRAP_T, GL_CLAMP_TO_EDGE);
}

// Binds `texture`, made anew with immutable size if the size differs.
void bind_sized(Texture& texture, GLint format, int width, int height, GLint filter) {
  if (texture.handle && texture.width == width && texture.height == height) {
    glBindTexture(GL_TEXTURE_2D, texture.id());
    return;
  }
  GLuint id = texture.id();
  if (id == 0) {
    glGenTextures(1, &id);
    texture.handle = Handle<delete_texture>(id);
  }
  glBindTexture(GL_TEXTURE_2D, id);
  set_sampling(filter);
  const bool is_float = format != GL_RGBA8;
  const GLenum layout = format == GL_R32F ? GL_RED : GL_RGBA;
  glTexImage2D(GL_TEXTURE_2D, 0, format, width, height, 0, layout,
               is_float ? GL_FLOAT : GL_UNSIGNED_BYTE, nullptr);
  texture.width = width;
  texture.height = height;
}

}  // namespace

void delete_program(GLuint id) { glDeleteProgram(id); }
void delete_texture(GLuint id) { glDeleteTextures(1, &id); }
void delete_framebuffer(GLuint id) { glDeleteFramebuffers(1, &id); }
void delete_renderbuffer(GLuint id) { glDeleteRenderbuffers(1, &id); }
void delete_vertex_array(GLuint id) { glDeleteVertexArrays(1, &id); }

Program make_program(Sources vertex, Sources fragment, std::string& error) {
  const GLuint vs = compile(GL_VERTEX_SHADER, vertex, error);
  if (vs == 0) return {};
  const GLuint fs = compile(GL_FRAGMENT_SHADER, fragment, error);
  if (fs == 0) {
    glDeleteShader(vs);
    return {};
  }
  Program program(glCreateProgram());
  glAttachShader(program.id(), vs);
  glAttachShader(program.id(), fs);
  glLinkProgram(program.id());
  glDeleteShader(vs);
  glDeleteShader(fs);
  GLint ok = GL_FALSE;
  glGetProgramiv(program.id(), GL_LINK_STATUS, &ok);
  if (ok == GL_TRUE) return program;
  std::array<GLchar, 2048> log{};
  glGetProgramInfoLog(program.id(), static_cast<GLsizei>(log.size()), nullptr, log.data());
  error = std::string("The graphics driver could not link the shaders: ") + log.data();
  return {};
}

Framebuffer make_framebuffer() {
  GLuint id = 0;
  glGenFramebuffers(1, &id);
  return Framebuffer(id);
}

Renderbuffer make_renderbuffer() {
  GLuint id = 0;
  glGenRenderbuffers(1, &id);
  return Renderbuffer(id);
}

VertexArray make_vertex_array() {
  GLuint id = 0;
  glGenVertexArrays(1, &id);
  return VertexArray(id);
}

void upload_floats(Texture& texture, int channels, int width, const float* values,
                   std::size_t count) {
  const std::size_t row = static_cast<std::size_t>(width) * static_cast<std::size_t>(channels);
  const int whole = static_cast<int>(count / row);
  const int rest = static_cast<int>(count % row) / channels;
  const GLenum layout = channels == 1 ? GL_RED : GL_RGBA;
  bind_sized(texture, channels == 1 ? GL_R32F : GL_RGBA32F, width, whole + (rest > 0 ? 1 : 0),
             GL_NEAREST);
  glPixelStorei(GL_UNPACK_ALIGNMENT, 4);
  if (whole > 0) {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, 0, width, whole, layout, GL_FLOAT, values);
  }
  if (rest > 0) {
    glTexSubImage2D(GL_TEXTURE_2D, 0, 0, whole, rest, 1, layout, GL_FLOAT,
                    values + static_cast<std::size_t>(whole) * row);
  }
}

void target_picture(Texture& texture, const Framebuffer& framebuffer, int width, int height) {
  bind_sized(texture, GL_RGBA8, width, height, GL_LINEAR);
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer.id());
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture.id(), 0);
  glBindTexture(GL_TEXTURE_2D, 0);
  glViewport(0, 0, width, height);
}

GLint uniform(const Program& program, const char* name) {
  return glGetUniformLocation(program.id(), name);
}

int max_texture_size() {
  GLint size = 0;
  glGetIntegerv(GL_MAX_TEXTURE_SIZE, &size);
  return size;
}

}  // namespace bp::gl
