// Settings → what the layers below are asked to do.
#pragma once

#include "engine/data/prepared.h"
#include "engine/session/settings.h"
#include "engine/train/trainer.h"

namespace bp {

[[nodiscard]] PrepareOptions prepare_options(const Settings& settings);
/// The data of these settings, targets encoded for their loss.
[[nodiscard]] PreparedData prepared_data(const Settings& settings);
[[nodiscard]] NetworkSpec network_spec(const Settings& settings, Index inputs);
[[nodiscard]] TrainPlan train_plan(const Settings& settings, Index inputs);
[[nodiscard]] TrainHyper train_hyper(const Settings& settings);
/// One a hidden layer.
[[nodiscard]] std::vector<Dropout> dropout_of(const Settings& settings);

}  // namespace bp
