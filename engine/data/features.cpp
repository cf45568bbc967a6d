#include "engine/data/features.h"

#include "engine/core/math.h"
#include "engine/core/registry.h"

namespace bp {
namespace {

// A label is the whole truth: sin x₁ is the sine of the raw coordinate, whatever the box.
constexpr std::array kFeatures{
    Feature{"x", "x₁", false, [](float x1, float) { return x1; }, "x1"},
    Feature{"y", "x₂", true, [](float, float x2) { return x2; }, "x2"},
    Feature{"x2", "x₁²", false, [](float x1, float) { return x1 * x1; }, "x1 ** 2"},
    Feature{"y2", "x₂²", true, [](float, float x2) { return x2 * x2; }, "x2 ** 2"},
    Feature{"xy", "x₁x₂", true, [](float x1, float x2) { return x1 * x2; }, "x1 * x2"},
    Feature{"sinx", "sin x₁", false, [](float x1, float) { return math::sin(x1); }, "x1.sin()"},
    Feature{"siny", "sin x₂", true, [](float, float x2) { return math::sin(x2); }, "x2.sin()"},
};
static_assert(keys_are_unique(kFeatures));

}  // namespace

std::span<const Feature> features() { return kFeatures; }

}  // namespace bp
