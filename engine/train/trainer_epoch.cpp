// What looks at a run epoch by epoch: the plateau schedule and early stopping.
#include <algorithm>

#include "engine/train/trainer.h"

namespace bp {

template <class T>
bool Trainer<T>::watches_loss(const TrainHyper& hyper) {
  return hyper.patience > 0 || (hyper.schedule && hyper.schedule->watches_loss);
}

template <class T>
bool Trainer<T>::end_epoch(const TrainHyper& hyper, double loss) {
  if (hyper.schedule && hyper.schedule->watches_loss) {
    plateau_.observe(loss, hyper.schedule_period);
  }
  if (hyper.patience <= 0) return false;
  if (!best_ || loss < best_->loss) {
    best_ = BestEpoch{epoch(), steps_, loss};
    std::ranges::copy(network_.params(), best_params_.data());
    std::ranges::copy(network_.running(), best_running_.data());
  }
  return epoch() - best_->epoch >= hyper.patience;
}

template <class T>
void Trainer<T>::restore_best() {
  if (!best_) return;
  std::copy_n(best_params_.data(), best_params_.size(), network_.params().data());
  std::copy_n(best_running_.data(), best_running_.size(), network_.running().data());
  state_.configure(*plan_.optimizer, plan_.network.param_count());
  has_previous_ = false;
}

template bool Trainer<float>::watches_loss(const TrainHyper&);
template bool Trainer<double>::watches_loss(const TrainHyper&);
template bool Trainer<float>::end_epoch(const TrainHyper&, double);
template bool Trainer<double>::end_epoch(const TrainHyper&, double);
template void Trainer<float>::restore_best();
template void Trainer<double>::restore_best();

}  // namespace bp
