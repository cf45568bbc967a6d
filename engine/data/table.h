// Data that come as a table of numbers: the built-in real sets, and a person's own CSV file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/types.h"
#include "engine/nn/losses.h"

namespace bp {

inline constexpr Index kMaxTableColumns = 1024;
inline constexpr Index kMaxTableRows = 100000;

/// One target and at least one feature for every sample; complete, finite numbers only.
struct Table {
  std::vector<std::string> feature_names;  ///< one a row of X
  Matrix<float> X;                         ///< features × samples
  Task task = Task::Regression;
  std::string target_name;
  /// Regression: the values. Classification: indices into class_names.
  Vector<float> y;
  std::vector<std::string> class_names;  ///< empty for a regression
  /// Parts that are given, not drawn: the first samples are for training, the next for validation,
  /// the rest (one at least) for the test. No training samples: drawn as the settings say.
  Index given_train = 0, given_validation = 0;
  [[nodiscard]] Index count() const { return X.cols(); }
};

/// Tables by the key of the data set they belong to; the engine opens no files, so whoever runs it
/// hands them in. A handful at most: a linear search.
class Tables {
 public:
  void add(std::string_view key, Table table);  ///< replaces one of the same key
  [[nodiscard]] const Table* find(std::string_view key) const;

 private:
  struct Entry {
    std::string key;
    Table table;
  };
  std::vector<Entry> entries_;
};

}  // namespace bp
