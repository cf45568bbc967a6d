// Included before Dear ImGui's own sources in the page: it reads no settings file and no typed
// numbers, so the C library's scanner stays away.
#pragma once

#include <cstdio>
#define sscanf(...) 0
