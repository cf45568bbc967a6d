// Sanitized programs only: libraries stay loaded to the end. What a graphics driver holds in its
// globals would else look like a leak, since the check runs after it was unloaded; ours are found.
extern "C" int dlclose(void*) noexcept { return 0; }
