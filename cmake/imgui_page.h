// Included before Dear ImGui's own sources in the page. All it reads there is its shaders' version:
// no settings file, no typed numbers. So the C library's scanner stays away.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <cstring>

template <class... Out>
int scan_nothing(const char*, const char*, Out...) {
  return 0;
}
inline int scan_nothing(const char* text, const char* format, int* out) {
  constexpr const char* kVersion = "#version ";
  if (std::strncmp(format, kVersion, std::strlen(kVersion)) != 0) return 0;
  *out = std::atoi(text + std::strlen(kVersion));
  return 1;
}
#define sscanf scan_nothing
