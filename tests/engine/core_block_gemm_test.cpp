#include "engine/core/block_gemm.h"

#include <doctest/doctest.h>

#include <vector>

#include "engine/core/rng.h"

namespace bp {
namespace {

std::vector<float> draw(Rng& rng, Index count) {
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& v : values) v = rng.uniform(-1, 1);
  return values;
}

std::vector<float> in_blocks(Index rows, Index n, const std::vector<float>& columns) {
  std::vector<float> blocks(static_cast<std::size_t>(block_size(rows, n)), 7.0F);
  to_blocks(rows, n, columns.data(), blocks.data());
  return blocks;
}

std::vector<float> in_columns(Index rows, Index n, const std::vector<float>& blocks) {
  std::vector<float> columns(static_cast<std::size_t>(rows * n));
  from_blocks(rows, n, blocks.data(), columns.data());
  return columns;
}

/// A layer and a batch, and its products by the contract: terms in order, each rounded.
struct Example {
  Index units, inputs, n;
  std::vector<float> W, b, A, dZ;
  std::vector<float> scratch;

  Example(Index units_, Index inputs_, Index n_, Rng& rng)
      : units(units_),
        inputs(inputs_),
        n(n_),
        W(draw(rng, units * inputs)),
        b(draw(rng, units)),
        A(draw(rng, inputs * n)),
        dZ(draw(rng, units * n)),
        scratch(static_cast<std::size_t>(block_scratch_size(std::max(units, inputs), n))) {}

  [[nodiscard]] BlockLayer layer() const { return {units, inputs, n, W.data()}; }
  [[nodiscard]] float w(Index u, Index i) const { return at(W, i * units + u); }
  static float at(const std::vector<float>& v, Index i) { return v[static_cast<std::size_t>(i)]; }

  [[nodiscard]] std::vector<float> forward() const {
    std::vector<float> z;
    for (Index s = 0; s < n; ++s) {
      for (Index u = 0; u < units; ++u) {
        float sum = at(b, u);
        for (Index i = 0; i < inputs; ++i) sum += at(A, s * inputs + i) * w(u, i);
        z.push_back(sum);
      }
    }
    return z;
  }
  [[nodiscard]] std::vector<float> backward() const {
    std::vector<float> da;
    for (Index s = 0; s < n; ++s) {
      for (Index i = 0; i < inputs; ++i) {
        float sum = 0;
        for (Index u = 0; u < units; ++u) sum += at(dZ, s * units + u) * w(u, i);
        da.push_back(sum);
      }
    }
    return da;
  }
  void add_gradient(std::vector<float>& dW, std::vector<float>& db) const {
    for (Index s = 0; s < n; ++s) {
      for (Index u = 0; u < units; ++u) {
        const float d = at(dZ, s * units + u);
        for (Index i = 0; i < inputs; ++i) {
          dW[static_cast<std::size_t>(i * units + u)] += d * at(A, s * inputs + i);
        }
        db[static_cast<std::size_t>(u)] += d;
      }
    }
  }
};

/// Sizes around every tile's edge, and batches around every block's.
template <class Check>
void for_sizes(Check check) {
  Rng rng(3, 0);
  for (const Index units : {1, 2, 3, 4, 5, 8, 9, 33}) {
    for (const Index inputs : {1, 2, 3, 4, 5, 8, 13}) {
      for (const Index n : {1, 2, 3, 4, 5, 7, 10, 16, 33}) {
        CAPTURE(units);
        CAPTURE(inputs);
        CAPTURE(n);
        check(Example(units, inputs, n, rng));
      }
    }
  }
}

}  // namespace

TEST_CASE("Values go into blocks and back, with zeros beyond the samples") {
  for_sizes([](const Example& e) {
    const std::vector<float> blocks = in_blocks(e.inputs, e.n, e.A);
    CHECK(in_columns(e.inputs, e.n, blocks) == e.A);
    bool is_padded = true;
    for (Index r = 0; r < e.inputs; ++r) {
      for (Index s = e.n; s < block_count(e.n) * kBlockSamples; ++s) {
        const Index at = (s / kBlockSamples * e.inputs + r) * kBlockSamples + s % kBlockSamples;
        is_padded = is_padded && Example::at(blocks, at) == 0;
      }
    }
    CHECK(is_padded);
  });
}

TEST_CASE("Products over blocks are those of plain loops to the bit, for every shape of layer") {
  for_sizes([](Example e) {
    const std::vector<float> A = in_blocks(e.inputs, e.n, e.A);
    const std::vector<float> dZ = in_blocks(e.units, e.n, e.dZ);
    std::vector<float> Z(static_cast<std::size_t>(block_size(e.units, e.n)));
    block_forward(e.layer(), e.b.data(), A.data(), Z.data(), e.scratch.data());
    CHECK(in_columns(e.units, e.n, Z) == e.forward());
    std::vector<float> dA(static_cast<std::size_t>(block_size(e.inputs, e.n)));
    block_backward(e.layer(), dZ.data(), dA.data(), e.scratch.data());
    CHECK(in_columns(e.inputs, e.n, dA) == e.backward());

    std::vector<float> dW(e.W.size(), 5.0F), db(e.b.size(), 5.0F);  // replaced
    std::vector<float> expected_dW(e.W.size()), expected_db(e.b.size());
    block_gradient(e.layer(), dZ.data(), A.data(), false, dW.data(), db.data(), e.scratch.data());
    e.add_gradient(expected_dW, expected_db);
    CHECK(dW == expected_dW);
    CHECK(db == expected_db);
    block_gradient(e.layer(), dZ.data(), A.data(), true, dW.data(), db.data(), e.scratch.data());
    e.add_gradient(expected_dW, expected_db);
    CHECK(dW == expected_dW);
    CHECK(db == expected_db);
  });
}

}  // namespace bp
