#include "web/platform/native_options.h"

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace bp {
namespace {

constexpr int kMaxPixels = 8192;

bool read_size(const char* text, NativeOptions& out) {
  return std::sscanf(text, "%dx%d", &out.width, &out.height) == 2 && out.width > 0 &&
         out.height > 0 && out.width <= kMaxPixels && out.height <= kMaxPixels;
}

// Reads the value of an option; an empty text if it was fine.
std::string read_option(std::string_view name, const char* value, NativeOptions& out) {
  if (name == "--size")
    return read_size(value, out) ? "" : "--size wants WIDTHxHEIGHT, e.g. 1280x800.";
  if (name == "--frames") {
    out.frames = std::atoi(value);
    return out.frames > 0 ? "" : "--frames wants a number above 0.";
  }
  if (name == "--ratio") {
    out.ratio = std::strtof(value, nullptr);
    return out.ratio >= 0.5F && out.ratio <= 8 ? "" : "--ratio wants a number from 0.5 to 8.";
  }
  if (name == "--do") {
    const Result<Command> command = parse_command(value);
    if (!command) return command.error().message;
    out.commands.push_back(command.value());
    return "";
  }
  if (name == "--lang") out.language = value;
  if (name == "--screenshot") out.screenshot = value;
  if (name == "--dump") out.dump = value;
  return "";
}

bool takes_value(std::string_view name) {
  return name == "--size" || name == "--frames" || name == "--ratio" || name == "--do" ||
         name == "--lang" || name == "--screenshot" || name == "--dump";
}

}  // namespace

Result<NativeOptions> parse_native_options(int argc, char** argv) {
  NativeOptions out;
  for (int i = 1; i < argc; ++i) {
    const std::string_view name = argv[i];
    if (name == "--help" || name == "-h") {
      out.wants_help = true;
    } else if (name == "--hidden") {
      out.is_hidden = true;
    } else if (takes_value(name)) {
      if (i + 1 >= argc) return Error{std::string(name) + " wants a value after it."};
      std::string problem = read_option(name, argv[++i], out);
      if (!problem.empty()) return Error{std::move(problem)};
    } else if (name.starts_with("-")) {
      return Error{"There is no option " + std::string(name) + ". See --help."};
    } else {
      out.link = name;
    }
  }
  return out;
}

const char* native_usage() {
  return "playground-native ['#link'] [options]\n"
         "  --size WxH          window size in pixels (1280x800)\n"
         "  --ratio R           pixels per point (the monitor's)\n"
         "  --lang TAG          language of the interface: en, de (the system's)\n"
         "  --do COMMAND        carry out a command at the start, e.g. --do 'step 500' --do play\n"
         "  --frames N          end after N frames\n"
         "  --screenshot FILE   write the picture as PNG and end; without --frames, as soon as\n"
         "                      nothing moves any more\n"
         "  --dump FILE         write the snapshot as JSON and end, likewise ('-': to the output)\n"
         "  --hidden            do not show the window\n"
         "Keys: Space plays and pauses, the right arrow steps, R resets, D prints the snapshot.\n";
}

}  // namespace bp
