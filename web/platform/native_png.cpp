#include "web/platform/native_png.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <span>
#include <string_view>

namespace bp {
namespace {

using Bytes = std::vector<std::uint8_t>;

void put_u32(Bytes& out, std::uint32_t value) {
  for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<std::uint8_t>(value >> shift));
}

// CRC-32 as the PNG specification's appendix D has it, bit by bit.
std::uint32_t crc32(std::span<const std::uint8_t> bytes) {
  std::uint32_t crc = 0xffffffffU;
  for (const std::uint8_t byte : bytes) {
    crc ^= byte;
    for (int k = 0; k < 8; ++k) crc = (crc >> 1) ^ ((crc & 1U) ? 0xedb88320U : 0U);
  }
  return ~crc;
}

std::uint32_t adler32(std::span<const std::uint8_t> bytes) {
  std::uint32_t a = 1, b = 0;
  for (const std::uint8_t byte : bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return (b << 16) | a;
}

void put_chunk(Bytes& out, std::string_view type, const Bytes& data) {
  put_u32(out, static_cast<std::uint32_t>(data.size()));
  const std::size_t start = out.size();
  out.insert(out.end(), type.begin(), type.end());
  out.insert(out.end(), data.begin(), data.end());
  put_u32(out, crc32(std::span(out).subspan(start)));
}

// A zlib stream of stored blocks: larger than compressed ones, but no library is needed.
Bytes zlib_stored(const Bytes& raw) {
  constexpr std::size_t kMost = 65535;
  Bytes out = {0x78, 0x01};
  for (std::size_t at = 0; at < raw.size(); at += kMost) {
    const std::size_t n = std::min(kMost, raw.size() - at);
    out.push_back(at + n == raw.size() ? 1 : 0);
    for (const std::size_t length : {n, ~n}) {
      out.push_back(static_cast<std::uint8_t>(length & 255U));
      out.push_back(static_cast<std::uint8_t>((length >> 8) & 255U));
    }
    const auto begin = raw.begin() + static_cast<std::ptrdiff_t>(at);
    out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(n));
  }
  put_u32(out, adler32(raw));
  return out;
}

// Rows from the top, each after its filter byte (0: none).
Bytes scanlines(int width, int height, const Bytes& rgb) {
  const std::size_t row = static_cast<std::size_t>(width) * 3;
  Bytes out;
  out.reserve((row + 1) * static_cast<std::size_t>(height));
  for (int y = height - 1; y >= 0; --y) {
    out.push_back(0);
    const auto begin = rgb.begin() + static_cast<std::ptrdiff_t>(row) * y;
    out.insert(out.end(), begin, begin + static_cast<std::ptrdiff_t>(row));
  }
  return out;
}

}  // namespace

bool write_png(const std::string& path, int width, int height, const Bytes& rgb) {
  Bytes file = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  Bytes header;
  put_u32(header, static_cast<std::uint32_t>(width));
  put_u32(header, static_cast<std::uint32_t>(height));
  for (const int value : {8, 2, 0, 0, 0}) header.push_back(static_cast<std::uint8_t>(value));
  put_chunk(file, "IHDR", header);
  put_chunk(file, "IDAT", zlib_stored(scanlines(width, height, rgb)));
  put_chunk(file, "IEND", {});
  std::FILE* const out = std::fopen(path.c_str(), "wb");
  if (!out) return false;
  const bool is_written = std::fwrite(file.data(), 1, file.size(), out) == file.size();
  return std::fclose(out) == 0 && is_written;
}

}  // namespace bp
