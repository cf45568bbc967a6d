#include "engine/core/inflate.h"

#include <algorithm>
#include <array>
#include <utility>

namespace bp {
namespace {

constexpr int kLongestCode = 15;
constexpr int kBad = -1;

/// Bits from the lowest of each byte on; beyond the end they are 0, and is_past_end says so.
struct BitReader {
  std::span<const std::uint8_t> bytes;
  std::size_t at = 0;
  bool is_past_end = false;

  unsigned take(int count) {
    unsigned value = 0;
    for (int i = 0; i < count; ++i, ++at) {
      if (at / 8 >= bytes.size()) {
        is_past_end = true;
        return 0;
      }
      value |= (static_cast<unsigned>(bytes[at / 8]) >> (at % 8) & 1U) << i;
    }
    return value;
  }
};

/// A canonical Huffman code: how many codes of each length, and the symbols by code (section
/// 3.2.2).
class Code {
 public:
  /// False if there are more codes of some length than fit.
  bool build(std::span<const std::uint8_t> lengths) {
    count_ = {};
    for (const std::uint8_t length : lengths) ++count_[length];
    count_[0] = 0;
    int left = 1;
    std::array<int, kLongestCode + 2> first{};
    for (std::size_t i = 1; i <= kLongestCode; ++i) {
      left = 2 * left - count_[i];
      if (left < 0) return false;
      first[i + 1] = first[i] + count_[i];
    }
    for (std::size_t s = 0; s < lengths.size(); ++s) {
      if (lengths[s] == 0) continue;
      symbols_[static_cast<std::size_t>(first[lengths[s]]++)] = static_cast<std::uint16_t>(s);
    }
    return true;
  }
  int read(BitReader& in) const {
    int code = 0, first = 0, index = 0;
    for (std::size_t i = 1; i <= kLongestCode; ++i) {
      code |= static_cast<int>(in.take(1));
      if (in.is_past_end) return kBad;
      if (code - first < count_[i]) return symbols_[static_cast<std::size_t>(index + code - first)];
      index += count_[i];
      first = (first + count_[i]) * 2;
      code *= 2;
    }
    return kBad;
  }

 private:
  std::array<int, kLongestCode + 1> count_{};
  std::array<std::uint16_t, 288> symbols_{};
};

/// Base values and extra bits of lengths (symbols 257 …) and distances (section 3.2.5).
constexpr std::array<std::uint16_t, 29> kLength = {3,  4,  5,  6,   7,   8,   9,   10,  11, 13,
                                                   15, 17, 19, 23,  27,  31,  35,  43,  51, 59,
                                                   67, 83, 99, 115, 131, 163, 195, 227, 258};
constexpr std::array<std::uint8_t, 29> kLengthBits = {0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2,
                                                      2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0};
constexpr std::array<std::uint16_t, 30> kDistance = {
    1,   2,   3,   4,   5,   7,    9,    13,   17,   25,   33,   49,   65,    97,    129,
    193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577};

class Inflater {
 public:
  Inflater(std::span<const std::uint8_t> packed, std::size_t most) : in_{packed}, most_(most) {}

  bool run() {
    for (bool is_last = false; !is_last;) {
      is_last = in_.take(1) == 1;
      const unsigned kind = in_.take(2);
      const bool is_good = kind == 0   ? stored()
                           : kind == 1 ? (fixed_codes() && compressed())
                                       : (kind == 2 && own_codes() && compressed());
      if (!is_good || in_.is_past_end) return false;
    }
    return true;
  }
  std::vector<std::uint8_t> out;

 private:
  bool stored() {
    in_.at = (in_.at + 7) / 8 * 8;
    const unsigned size = in_.take(16), check = in_.take(16);
    if ((size ^ check) != 0xffffU || in_.is_past_end) return false;
    const std::size_t from = in_.at / 8;
    if (from + size > in_.bytes.size() || out.size() + size > most_) return false;
    const auto part = in_.bytes.subspan(from, size);
    out.insert(out.end(), part.begin(), part.end());
    in_.at += 8 * std::size_t{size};
    return true;
  }
  bool fixed_codes() {
    std::array<std::uint8_t, 288> lengths{};
    for (std::size_t i = 0; i < lengths.size(); ++i) {
      lengths[i] = i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8;
    }
    std::array<std::uint8_t, 30> fives{};
    fives.fill(5);
    return literals_.build(lengths) && distances_.build(fives);
  }
  bool own_codes() {
    constexpr std::array<std::uint8_t, 19> kOrder = {16, 17, 18, 0, 8,  7, 9,  6, 10, 5,
                                                     11, 4,  12, 3, 13, 2, 14, 1, 15};
    const std::size_t literals = in_.take(5) + 257, distances = in_.take(5) + 1;
    const std::size_t codes = in_.take(4) + 4;
    if (literals > 286 || distances > 30) return false;
    std::array<std::uint8_t, 320> lengths{};
    for (std::size_t i = 0; i < codes; ++i) {
      lengths[kOrder[i]] = static_cast<std::uint8_t>(in_.take(3));
    }
    Code of_lengths;
    if (!of_lengths.build(std::span(lengths).first(19))) return false;
    lengths = {};
    for (std::size_t i = 0; i < literals + distances;) {
      if (!next_lengths(of_lengths, literals + distances, lengths, i)) return false;
    }
    return literals_.build(std::span(lengths).first(literals)) &&
           distances_.build(std::span(lengths).subspan(literals, distances));
  }
  bool next_lengths(const Code& code, std::size_t end, std::array<std::uint8_t, 320>& lengths,
                    std::size_t& i) {
    const int symbol = code.read(in_);
    if (symbol == kBad || (symbol == 16 && i == 0)) return false;
    const std::uint8_t value = symbol < 16    ? static_cast<std::uint8_t>(symbol)
                               : symbol == 16 ? lengths[i - 1]
                                              : std::uint8_t{0};
    const std::size_t times = symbol < 16    ? 1
                              : symbol == 16 ? 3 + in_.take(2)
                              : symbol == 17 ? 3 + in_.take(3)
                                             : 11 + in_.take(7);
    if (i + times > end) return false;
    std::fill_n(lengths.begin() + static_cast<std::ptrdiff_t>(i), times, value);
    i += times;
    return true;
  }
  bool compressed() {
    for (;;) {
      const int symbol = literals_.read(in_);
      if (symbol == kBad || symbol > 285) return false;
      if (symbol == 256) return true;
      if (symbol > 256 ? !copy(static_cast<std::size_t>(symbol) - 257) : out.size() >= most_) {
        return false;
      }
      if (symbol < 256) out.push_back(static_cast<std::uint8_t>(symbol));
    }
  }
  bool copy(std::size_t symbol) {
    const std::size_t length = kLength[symbol] + in_.take(kLengthBits[symbol]);
    const int code = distances_.read(in_);
    if (code == kBad || code > 29) return false;
    const auto d = static_cast<std::size_t>(code);
    const std::size_t distance = kDistance[d] + in_.take(d < 2 ? 0 : static_cast<int>(d / 2) - 1);
    if (distance > out.size() || out.size() + length > most_) return false;
    for (std::size_t i = 0; i < length; ++i) out.push_back(out[out.size() - distance]);
    return true;
  }

  BitReader in_;
  std::size_t most_;
  Code literals_, distances_;
};

}  // namespace

std::optional<std::vector<std::uint8_t>> inflate(std::span<const std::uint8_t> packed,
                                                 std::size_t most) {
  Inflater inflater(packed, most);
  if (!inflater.run()) return std::nullopt;
  return std::move(inflater.out);
}

}  // namespace bp
