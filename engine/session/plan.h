// Settings → what the layers below are asked to do.
#pragma once

#include "engine/analysis/plane.h"
#include "engine/core/result.h"
#include "engine/data/csv.h"
#include "engine/data/prepared.h"
#include "engine/session/schema.h"
#include "engine/train/trainer.h"

namespace bp {

/// Whether the data set's table, if it is one, is among `tables`.
[[nodiscard]] bool has_data(const Settings& settings, const Tables& tables);
/// Without its table a data set cannot be: takes the first one and tells.
void replace_missing_data(Settings& settings, const Tables& tables, Notices& notices);
/// A data set's table from CSV text (csv.h); the data set says what its target is. Refused if the
/// table does not suit the data set. What was left out is told in `remarks`.
[[nodiscard]] Result<Table> read_table(const Dataset& row, std::string_view csv, CsvOptions options,
                                       Remarks* remarks = nullptr);
[[nodiscard]] PrepareOptions prepare_options(const Settings& settings, const Tables& tables);
/// The data of these settings, targets encoded for their loss. Needs has_data().
[[nodiscard]] PreparedData prepared_data(const Settings& settings, const Tables& tables);
/// `classes`: 0 for a regression.
[[nodiscard]] NetworkSpec network_spec(const Settings& settings, Index inputs, int classes);
[[nodiscard]] TrainPlan train_plan(const Settings& settings, const PreparedData& data);
[[nodiscard]] PlaneOptions plane_options(const Settings& settings);
[[nodiscard]] TrainHyper train_hyper(const Settings& settings);
[[nodiscard]] NormHyper norm_of(const Settings& settings);
/// One a hidden layer.
[[nodiscard]] std::vector<Dropout> dropout_of(const Settings& settings);
[[nodiscard]] AugmentAmounts augment_amounts(const Settings& settings);

}  // namespace bp
