#include "tools/cli/gradcheck.h"

#include <cstdio>
#include <cstdlib>

#include "engine/session/settings_check.h"

namespace cli {

int gradcheck(const bp::Settings& settings, const bp::Tables& tables) {
  const bp::Result<bp::SettingsCheck> result = bp::check_settings(settings, tables);
  if (!result) {
    std::fprintf(stderr, "playground-cli: %s\n", result.error().message.c_str());
    return EXIT_FAILURE;
  }
  const bp::SettingsCheck& check = result.value();
  std::printf("central differences on one batch of %lld, in double, at the initial weights\n",
              check.samples);
  long long skipped = 0;
  for (std::size_t l = 0; l < check.layers.size(); ++l) {
    const bp::LayerCheck& layer = check.layers[l];
    std::printf("layer %zu     %lld parameters  worst relative error %.2e\n", l + 1, layer.params,
                layer.worst);
    skipped += layer.params - layer.judged;
  }
  if (skipped > 0) {
    std::printf("%lld not judged: their differences cross a kink (of ReLU, |w| or the loss)\n",
                skipped);
  }
  std::printf("%s (at most %.0e is allowed)\n", check.passed() ? "right" : "WRONG",
              bp::kGradientTolerance);
  return check.passed() ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace cli
