// The desktop program's languages: the files of web/lang are compiled in.
#pragma once

#include <string_view>

namespace bp {

/// The file of a language ("de"); empty if there is none, as for English.
[[nodiscard]] std::string_view words_of(std::string_view language);

}  // namespace bp
