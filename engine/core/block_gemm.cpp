#include "engine/core/block_gemm.h"

#include <algorithm>

#include "engine/core/lanes.h"

namespace bp {
namespace {

using Vec = Lanes<float>;
constexpr Index kB = kBlockSamples;
static_assert(kB == kWidth<float>);

// Tiles of so many rows × blocks have their sums in registers from the first term to the last: of
// 16 registers 8 hold sums, which is as many as it takes to keep an adder busy.
constexpr int kTileRows = 4;
constexpr int kTileBlocks = 2;
constexpr int kFlatBlocks = 8;  ///< of a single row

/// Where a product's operands lie: weight(r, k) = w[k·w_step + r], a's blocks have `depth` rows.
struct Product {
  Index depth;
  const float* w;
  Index w_step;
  const float* a;
  float* out;
  Index out_rows;  ///< of a block of `out`
};

/// out = first[r] + Σₖ weight(r, k) a(k) for kRows rows of kBlocks blocks; `first` null: 0.
template <int kRows, int kBlocks>
void tile(const Product& p, const float* first) {
  Vec sum[kBlocks][kRows];
  for (int r = 0; r < kRows; ++r) {
    const float from = first ? first[r] : 0.0F;
    for (int v = 0; v < kBlocks; ++v) sum[v][r] = Vec{from, from, from, from};
  }
  const float* w = p.w;
  const float* a = p.a;
  const Index a_block = p.depth * kB;
  for (Index k = 0; k < p.depth; ++k, w += p.w_step, a += kB) {
    Vec av[kBlocks];
    for (int v = 0; v < kBlocks; ++v) av[v] = load(a + v * a_block);
    for (int r = 0; r < kRows; ++r) {
      for (int v = 0; v < kBlocks; ++v) sum[v][r] = sum[v][r] + av[v] * w[r];
    }
  }
  for (int v = 0; v < kBlocks; ++v) {
    for (int r = 0; r < kRows; ++r) store(sum[v][r], p.out + (v * p.out_rows + r) * kB);
  }
}

/// kRows rows of all blocks.
template <int kRows>
void tile_rows(Index blocks, Product p, const float* first) {
  if constexpr (kRows == 1) {
    for (; blocks >= kFlatBlocks; blocks -= kFlatBlocks) {
      tile<kRows, kFlatBlocks>(p, first);
      p.a += kFlatBlocks * p.depth * kB;
      p.out += kFlatBlocks * p.out_rows * kB;
    }
  }
  for (; blocks >= kTileBlocks; blocks -= kTileBlocks) {
    tile<kRows, kTileBlocks>(p, first);
    p.a += kTileBlocks * p.depth * kB;
    p.out += kTileBlocks * p.out_rows * kB;
  }
  if (blocks > 0) tile<kRows, 1>(p, first);
}

void tile_rows(Index rows, Index blocks, const Product& p, const float* first) {
  switch (rows) {
    case 1:
      return tile_rows<1>(blocks, p, first);
    case 2:
      return tile_rows<2>(blocks, p, first);
    case 3:
      return tile_rows<3>(blocks, p, first);
    default:
      return tile_rows<kTileRows>(blocks, p, first);
  }
}

/// Terms of a gradient: lane l of panel(s) times other(r, s), other's blocks have `rows` rows.
struct Outer {
  Index n;
  const float* panel;
  const float* other;
  Index rows;
  bool adds;
};

/// One sample's terms.
template <int kVectors, int kRows>
inline void add_sample(const float* panel, const float* other, Vec (&sum)[kRows][kVectors]) {
  for (int v = 0; v < kVectors; ++v) {
    const Vec lanes = load(panel + v * kB);
    for (int r = 0; r < kRows; ++r) sum[r][v] = sum[r][v] + lanes * other[r * kB];
  }
}

/// sums[r][lane] for kRows rows, kVectors vectors of lanes; `sums` goes on from what it holds.
template <int kVectors, int kRows>
void outer_tile(const Outer& o, float* sums) {
  Vec sum[kRows][kVectors];
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) sum[r][v] = load(sums + (r * kVectors + v) * kB);
  }
  const float* panel = o.panel;
  const float* other = o.other;
  Index left = o.n;
  for (; left >= kB; left -= kB, panel += kB * kB * kVectors, other += o.rows * kB) {
    for (int s = 0; s < kB; ++s) add_sample(panel + s * kB * kVectors, other + s, sum);
  }
  for (; left > 0; --left, panel += kB * kVectors, ++other) add_sample(panel, other, sum);
  for (int r = 0; r < kRows; ++r) {
    for (int v = 0; v < kVectors; ++v) store(sum[r][v], sums + (r * kVectors + v) * kB);
  }
}

/// Four rows of four samples, turned in registers: four samples of four lanes.
inline void turn(const Vec (&row)[kB], Vec (&sample)[kB]) {
  const Vec a = __builtin_shufflevector(row[0], row[1], 0, 4, 1, 5);
  const Vec c = __builtin_shufflevector(row[0], row[1], 2, 6, 3, 7);
  const Vec d = __builtin_shufflevector(row[2], row[3], 0, 4, 1, 5);
  const Vec e = __builtin_shufflevector(row[2], row[3], 2, 6, 3, 7);
  sample[0] = __builtin_shufflevector(a, d, 0, 1, 4, 5);
  sample[1] = __builtin_shufflevector(a, d, 2, 3, 6, 7);
  sample[2] = __builtin_shufflevector(c, e, 0, 1, 4, 5);
  sample[3] = __builtin_shufflevector(c, e, 2, 3, 6, 7);
}

/// Rows [first, first + lanes) of `blocks` (which have `rows`), turned: lane l of panel(s); zeros
/// in lanes beyond.
template <int kVectors>
void turn(Index n, Index rows, Index lanes, const float* blocks, float* panel) {
  const Index count = block_count(n);
  for (Index b = 0; b < count; ++b, blocks += rows * kB, panel += kB * kB * kVectors) {
    for (int v = 0; v < kVectors; ++v) {
      Vec row[kB] = {};
      for (Index l = 0; l < kB; ++l) {
        if (v * kB + l < lanes) row[l] = load(blocks + (v * kB + l) * kB);
      }
      Vec sample[kB];
      turn(row, sample);
      for (int t = 0; t < kB; ++t) store(sample[t], panel + v * kB + t * kB * kVectors);
    }
  }
}

/// Where the sums go: (lane l, row r) at c[l·lane_step + r·row_step].
struct Target {
  float* c;
  Index lane_step, row_step;
};

template <int kVectors, int kRows>
void outer_rows(const Outer& o, Index lanes, const Target& to) {
  constexpr Index kLanes = kVectors * kB;
  float sums[kRows * kLanes] = {};
  const bool is_straight = lanes == kLanes && to.lane_step == 1;
  for (Index r = 0; o.adds && r < kRows; ++r) {
    for (Index l = 0; l < lanes; ++l) {
      sums[r * kLanes + l] = to.c[l * to.lane_step + r * to.row_step];
    }
  }
  outer_tile<kVectors, kRows>(o, sums);
  for (Index r = 0; r < kRows; ++r) {
    float* c = to.c + r * to.row_step;
    if (is_straight) {
      std::copy_n(sums + r * kLanes, kLanes, c);
      continue;
    }
    for (Index l = 0; l < lanes; ++l) c[l * to.lane_step] = sums[r * kLanes + l];
  }
}

template <int kVectors>
void outer_panel(Outer o, Index lanes, Target to) {
  Index rows = o.rows;
  for (; rows >= kTileRows; rows -= kTileRows) {
    outer_rows<kVectors, kTileRows>(o, lanes, to);
    o.other += kTileRows * kB;
    to.c += kTileRows * to.row_step;
  }
  if (rows == 3) outer_rows<kVectors, 3>(o, lanes, to);
  if (rows == 2) outer_rows<kVectors, 2>(o, lanes, to);
  if (rows == 1) outer_rows<kVectors, 1>(o, lanes, to);
}

/// Sums of the lanes themselves: the gradient of a bias.
void add_lanes(const Outer& o, Index width, Index lanes, float* to) {
  for (Index v = 0; v < lanes; v += kB) {
    float sums[kB] = {};
    const Index count = std::min(kB, lanes - v);
    for (Index l = 0; o.adds && l < count; ++l) sums[l] = to[v + l];
    Vec sum = load(sums);
    for (Index s = 0; s < o.n; ++s) sum = sum + load(o.panel + s * width + v);
    store(sum, sums);
    for (Index l = 0; l < count; ++l) to[v + l] = sums[l];
  }
}

/// At most four lane rows and as few others, in one walk over the samples: nothing is kept but
/// sums.
struct SmallOuter {
  Index n, lanes;
  const float* lane_blocks;
  const float* other_blocks;
  bool adds;
};

/// One sample's terms, and the sums of the lanes and of the other rows themselves.
template <int kRows>
inline void add_sample(const Vec& lanes, const float* other, Vec (&sum)[kRows], Vec& lane_sum,
                       float (&other_sum)[kRows]) {
  for (int r = 0; r < kRows; ++r) sum[r] = sum[r] + lanes * other[r * kB];
  lane_sum = lane_sum + lanes;
  for (int r = 0; r < kRows; ++r) other_sum[r] = other_sum[r] + other[r * kB];
}

template <int kRows>
void small_outer(const SmallOuter& o, Target to, float* lane_bias, float* other_bias) {
  float sums[kRows + 1][kB] = {};
  float other_sum[kRows] = {};
  if (o.adds) {
    for (Index l = 0; l < o.lanes; ++l) {
      for (Index r = 0; r < kRows; ++r) sums[r][l] = to.c[l * to.lane_step + r * to.row_step];
      if (lane_bias) sums[kRows][l] = lane_bias[l];
    }
    for (Index r = 0; other_bias && r < kRows; ++r) other_sum[r] = other_bias[r];
  }
  Vec sum[kRows];
  for (int r = 0; r < kRows; ++r) sum[r] = load(sums[r]);
  Vec lane_sum = load(sums[kRows]);
  const float* lane_rows = o.lane_blocks;
  const float* other = o.other_blocks;
  for (Index left = o.n; left > 0; left -= kB, lane_rows += o.lanes * kB, other += kRows * kB) {
    constexpr Vec kNone = {};
    const Vec row[kB] = {load(lane_rows), o.lanes > 1 ? load(lane_rows + kB) : kNone,
                         o.lanes > 2 ? load(lane_rows + 2 * kB) : kNone,
                         o.lanes > 3 ? load(lane_rows + 3 * kB) : kNone};
    Vec sample[kB];
    turn(row, sample);
    add_sample(sample[0], other, sum, lane_sum, other_sum);
    if (left < 2) break;
    add_sample(sample[1], other + 1, sum, lane_sum, other_sum);
    if (left < 3) break;
    add_sample(sample[2], other + 2, sum, lane_sum, other_sum);
    if (left < 4) break;
    add_sample(sample[3], other + 3, sum, lane_sum, other_sum);
  }
  for (int r = 0; r < kRows; ++r) store(sum[r], sums[r]);
  store(lane_sum, sums[kRows]);
  for (Index l = 0; l < o.lanes; ++l) {
    for (Index r = 0; r < kRows; ++r) to.c[l * to.lane_step + r * to.row_step] = sums[r][l];
    if (lane_bias) lane_bias[l] = sums[kRows][l];
  }
  for (Index r = 0; other_bias && r < kRows; ++r) other_bias[r] = other_sum[r];
}

/// Whether it was small enough.
bool small_outer(const SmallOuter& o, Index rows, const Target& to, float* lane_bias,
                 float* other_bias) {
  if (o.lanes > kB) return false;
  switch (rows) {
    case 1:
      small_outer<1>(o, to, lane_bias, other_bias);
      return true;
    case 2:
      small_outer<2>(o, to, lane_bias, other_bias);
      return true;
    case 3:
      small_outer<3>(o, to, lane_bias, other_bias);
      return true;
    case 4:
      small_outer<4>(o, to, lane_bias, other_bias);
      return true;
    default:
      return false;
  }
}

/// The sums over samples of lane rows × other rows; `bias` null: no sums of the lanes themselves.
void outer(Index n, Index lane_rows, const float* lane_blocks, Index other_rows,
           const float* other_blocks, bool adds, Target to, float* bias, float* panel) {
  constexpr Index kWide = 2 * kB;
  const Outer o = {n, panel, other_blocks, other_rows, adds};
  for (Index first = 0; first < lane_rows; first += kWide) {
    const Index lanes = std::min(kWide, lane_rows - first);
    if (lanes > kB) {
      turn<2>(n, lane_rows, lanes, lane_blocks + first * kB, panel);
      outer_panel<2>(o, lanes, to);
      if (bias) add_lanes(o, kWide, lanes, bias + first);
    } else {
      turn<1>(n, lane_rows, lanes, lane_blocks + first * kB, panel);
      outer_panel<1>(o, lanes, to);
      if (bias) add_lanes(o, kB, lanes, bias + first);
    }
    to.c += kWide * to.lane_step;
  }
}

/// Σ over the samples of each row.
void add_rows(Index n, Index rows, const float* blocks, bool adds, float* to) {
  for (Index r = 0; r < rows; ++r, blocks += kB) {
    float sum = adds ? to[r] : 0.0F;
    const float* values = blocks;
    Index left = n;
    for (; left >= kB; left -= kB, values += rows * kB) {
      for (Index s = 0; s < kB; ++s) sum += values[s];
    }
    for (Index s = 0; s < left; ++s) sum += values[s];
    to[r] = sum;
  }
}

}  // namespace

Index block_scratch_size(Index widest, Index max_samples) {
  return std::max(kTileRows * widest, 2 * kB * block_count(max_samples) * kB);
}

void to_blocks(Index rows, Index n, const float* columns, float* blocks) {
  if (rows == 1) {
    std::fill_n(std::copy_n(columns, n, blocks), block_size(1, n) - n, 0.0F);
    return;
  }
  for (; rows == 2 && n >= kB; n -= kB, columns += 2 * kB, blocks += 2 * kB) {
    const Vec a = load(columns);
    const Vec b = load(columns + kB);
    store(__builtin_shufflevector(a, b, 0, 2, 4, 6), blocks);
    store(__builtin_shufflevector(a, b, 1, 3, 5, 7), blocks + kB);
  }
  for (; n >= kB; n -= kB, columns += kB * rows) {
    for (Index r = 0; r < rows; ++r, blocks += kB) {
      const float* c = columns + r;
      store(Vec{c[0], c[rows], c[2 * rows], c[3 * rows]}, blocks);
    }
  }
  if (n == 0) return;
  for (Index r = 0; r < rows; ++r) {
    for (Index s = 0; s < kB; ++s) blocks[r * kB + s] = s < n ? columns[s * rows + r] : 0.0F;
  }
}

void from_blocks(Index rows, Index n, const float* blocks, float* columns) {
  if (rows == 1) {
    std::copy_n(blocks, n, columns);
    return;
  }
  for (Index b = 0; b < block_count(n); ++b, blocks += rows * kB) {
    const Index count = std::min(kB, n - b * kB);
    for (Index s = 0; s < count; ++s, columns += rows) {
      for (Index r = 0; r < rows; ++r) columns[r] = blocks[r * kB + s];
    }
  }
}

void block_forward(const BlockLayer& layer, const float* b, const float* A, float* Z,
                   float* scratch) {
  const Index blocks = block_count(layer.n);
  // Columns of W that lie far apart are not worth walking along once a tile.
  constexpr Index kFar = 32;
  const bool packs = layer.units >= kFar && blocks >= 2 * kTileBlocks;
  for (Index u = 0; u < layer.units; u += kTileRows) {
    const Index rows = std::min<Index>(kTileRows, layer.units - u);
    Product p = {layer.inputs, layer.W + u, layer.units, A, Z + u * kB, layer.units};
    if (packs && rows == kTileRows) {
      for (Index k = 0; k < layer.inputs; ++k) {
        store(load(layer.W + u + k * layer.units), scratch + k * kTileRows);
      }
      p.w = scratch;
      p.w_step = kTileRows;
    }
    tile_rows(rows, blocks, p, b + u);
  }
}

void block_backward(const BlockLayer& layer, const float* dZ, float* dA, float* scratch) {
  const Index blocks = block_count(layer.n);
  for (Index i = 0; i < layer.inputs; i += kTileRows) {
    const Index rows = std::min<Index>(kTileRows, layer.inputs - i);
    for (Index r = 0; r < rows; ++r) {
      const float* column = layer.W + (i + r) * layer.units;
      for (Index u = 0; u < layer.units; ++u) scratch[u * rows + r] = column[u];
    }
    tile_rows(rows, blocks, {layer.units, scratch, rows, dZ, dA + i * kB, layer.inputs}, nullptr);
  }
}

void block_gradient(const BlockLayer& layer, const float* dZ, const float* A, bool adds, float* dW,
                    float* db, float* scratch) {
  // The side that fills vectors is the one to be turned.
  if (layer.units >= kB || layer.units >= layer.inputs) {
    const Target to = {dW, 1, layer.units};
    if (small_outer({layer.n, layer.units, dZ, A, adds}, layer.inputs, to, db, nullptr)) return;
    outer(layer.n, layer.units, dZ, layer.inputs, A, adds, to, db, scratch);
  } else {
    const Target to = {dW, layer.units, 1};
    if (small_outer({layer.n, layer.inputs, A, dZ, adds}, layer.units, to, nullptr, db)) return;
    outer(layer.n, layer.inputs, A, layer.units, dZ, adds, to, nullptr, scratch);
    add_rows(layer.n, layer.units, dZ, adds, db);
  }
}

}  // namespace bp
