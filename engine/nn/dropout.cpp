#include "engine/nn/dropout.h"

#include <algorithm>
#include <array>
#include <cassert>

#include "engine/core/registry.h"

namespace bp {
namespace {

constexpr std::string_view kTorchLecture =
    "class LectureDropout(nn.Module):\n"
    "    def __init__(self, p):\n"
    "        super().__init__()\n"
    "        self.p = p\n"
    "\n"
    "    def forward(self, a):\n"
    "        return a * (torch.rand_like(a) >= self.p) if self.training else a * (1 - self.p)";

constexpr std::array kRows = {
    DropoutConvention{"inverted", "Inverted",
                      "training: a/(1 − p) where kept; evaluation: a (as PyTorch)", true,
                      "nn.Dropout({p})", ""},
    DropoutConvention{"lecture", "Lecture",
                      "training: a where kept; evaluation: (1 − p) a, not the bias", false,
                      "LectureDropout({p})", kTorchLecture},
};
static_assert(keys_are_unique(kRows));

}  // namespace

std::span<const DropoutConvention> dropout_conventions() { return kRows; }

const DropoutConvention& dropout_convention(std::string_view key) {
  const int i = index_of(dropout_conventions(), key);
  assert(i >= 0);
  return kRows[static_cast<std::size_t>(i)];
}

template <class T>
void draw_mask(const Dropout& dropout, Index n, Rng& rng, T* mask) {
  if (dropout.rate <= 0) {
    std::fill_n(mask, n, T(1));
    return;
  }
  const T kept = dropout.training_scale<T>();
  for (Index i = 0; i < n; ++i) mask[i] = rng.uniform() < dropout.rate ? T(0) : kept;
}

template void draw_mask(const Dropout&, Index, Rng&, float*);
template void draw_mask(const Dropout&, Index, Rng&, double*);

}  // namespace bp
