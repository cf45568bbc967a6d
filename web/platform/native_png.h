// A picture of the framebuffer as a PNG file.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace bp {

/// `rgb` holds width · height · 3 bytes, bottom row first as OpenGL reads them. Returns whether the
/// file could be written.
bool write_png(const std::string& path, int width, int height,
               const std::vector<std::uint8_t>& rgb);

}  // namespace bp
