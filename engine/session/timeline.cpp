#include "engine/session/timeline.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "engine/session/codec.h"

namespace bp {
namespace {

constexpr std::size_t kMostEpochs = 512;
constexpr std::size_t kMostMarks = 64;

/// These make something start anew each time they are set, so that setting them twice is more than
/// setting them once.
bool is_repeatable(std::string_view key) {
  return key != "opt" && key != "sched" && key != "patience";
}

double between(double at, double a0, double a1, double b0, double b1) {
  return a1 > a0 ? b0 + (at - a0) / (a1 - a0) * (b1 - b0) : b0;
}

/// Interpolates the list of pairs and goes on beyond its ends.
template <class From, class To>
double looked_up(const std::vector<EpochEnd>& list, double at, From from, To to) {
  if (list.empty()) return 0;
  double a0 = 0, b0 = 0, a1 = 0, b1 = 0;
  for (const EpochEnd& end : list) {
    a0 = a1;
    b0 = b1;
    a1 = static_cast<double>(from(end));
    b1 = static_cast<double>(to(end));
    if (a1 >= at) break;
  }
  return between(at, a0, a1, b0, b1);
}

}  // namespace

double step_at_epoch(const TimelinePart& timeline, double epoch) {
  return looked_up(
      timeline.epochs, epoch, [](const EpochEnd& e) { return e.epoch; },
      [](const EpochEnd& e) { return e.step; });
}

double epoch_at_step(const TimelinePart& timeline, double step) {
  return looked_up(
      timeline.epochs, step, [](const EpochEnd& e) { return e.step; },
      [](const EpochEnd& e) { return e.epoch; });
}

bool is_training_field(const Field& field) {
  return field.effect != Effect::ViewOnly && field.group != Group::View && field.key != "stop";
}

void take_training_fields(const Settings& from, Settings& to) {
  for (const Field& field : schema()) {
    if (!is_training_field(field)) continue;
    std::visit([&](const auto& kind) { to.*kind.member = from.*kind.member; }, field.kind);
  }
}

bool same_training(const Settings& a, const Settings& b) {
  Settings mixed = a;
  take_training_fields(b, mixed);
  return mixed == a;
}

std::vector<Command> commands_to_repeat(const TimelinePart& run, std::int64_t step,
                                        std::int64_t last, const Settings& view) {
  Notices notices;
  Settings start = view;
  take_training_fields(decode_link(run.start, notices), start);
  std::vector<Command> out;
  out.push_back({Command::Kind::Load, {}, encode_link(start), 1});
  for (const TimelineMark& mark : run.marks) {
    if (mark.step > last) break;
    out.push_back({Command::Kind::Ahead, mark.key, mark.value, mark.step});
  }
  out.push_back({Command::Kind::Ahead, "end", {}, last});
  out.push_back({Command::Kind::Seek, {}, {}, step});
  return out;
}

std::int64_t Checkpoint::bytes() const {
  std::int64_t total =
      sizeof(Checkpoint) + losses.bytes() + gradients.bytes() + epoch_gradients.bytes();
  for (const TrainerState<float>& member : members) {
    total += static_cast<std::int64_t>(sizeof(member)) + member.bytes();
  }
  return total;
}

void Timeline::begin(const Settings& settings, std::int64_t max_bytes) {
  *this = {};
  start_ = settings;
  start_link_ = encode_link(settings);
  max_bytes_ = max_bytes;
  epochs_.push_back({0, 0});
}

bool Timeline::wants(std::int64_t step) const {
  if (step <= first_ || step % interval_ != 0) return false;
  const auto same = [step](const Checkpoint& c) { return c.step == step; };
  if (!checkpoints_.empty() && checkpoints_.back().step < step) return true;
  return std::none_of(checkpoints_.begin(), checkpoints_.end(), same);
}

Checkpoint Timeline::take_blank() {
  if (blanks_.empty()) return {};
  Checkpoint blank = std::move(blanks_.back());
  blanks_.pop_back();
  blank_bytes_ -= blank.bytes();
  return blank;
}

void Timeline::retire(Checkpoint&& checkpoint) {
  blank_bytes_ += checkpoint.bytes();
  blanks_.push_back(std::move(checkpoint));
}

/// Blanks give way to what is kept.
void Timeline::fit_blanks() {
  while (!blanks_.empty() && bytes() > max_bytes_) {
    blank_bytes_ -= blanks_.back().bytes();
    blanks_.pop_back();
  }
}

void Timeline::add(Checkpoint checkpoint) {
  const std::int64_t own = checkpoint.bytes();
  if (own > max_bytes_) return;
  const auto place =
      std::lower_bound(checkpoints_.begin(), checkpoints_.end(), checkpoint.step,
                       [](const Checkpoint& c, std::int64_t step) { return c.step < step; });
  checkpoints_.insert(place, std::move(checkpoint));
  bytes_ += own;
  while (checkpoints_.size() > kMostCheckpoints || bytes_ + near_bytes() > max_bytes_) {
    const std::size_t before = checkpoints_.size();
    if (!near_.empty() && before <= kMostCheckpoints) {
      near_.clear();
    } else {
      thin();
    }
    if (checkpoints_.empty()) break;
  }
  fit_blanks();
}

/// Twice as far apart; the one the log begins at stays.
void Timeline::thin() {
  interval_ *= 2;
  auto kept = checkpoints_.begin();
  for (Checkpoint& c : checkpoints_) {
    if (c.step == first_ || c.step % interval_ == 0) {
      if (&*kept != &c) *kept = std::move(c);
      ++kept;
    } else {
      bytes_ -= c.bytes();
      retire(std::move(c));
    }
  }
  checkpoints_.erase(kept, checkpoints_.end());
}

void Timeline::add_near(Checkpoint checkpoint) {
  if (bytes_ + near_bytes() + checkpoint.bytes() > max_bytes_) return;
  if (near_.size() < kNear) {
    near_.push_back(std::move(checkpoint));
  } else {
    retire(std::exchange(near_[next_near_], std::move(checkpoint)));
  }
  fit_blanks();
  next_near_ = (next_near_ + 1) % kNear;
}

const Checkpoint* Timeline::before(std::int64_t step) const {
  const Checkpoint* best = nullptr;
  for (const auto* list : {&checkpoints_, &near_}) {
    for (const Checkpoint& c : *list) {
      const bool is_base = c.step == first_ && step == first_ && first_ > 0;
      if (c.step >= step && !is_base) continue;
      if (best == nullptr || c.step > best->step) best = &c;
    }
  }
  return best;
}

void Timeline::note(RunEvent event) {
  const bool is_value = event.kind == RunEvent::Kind::Set || event.kind == RunEvent::Kind::Edit;
  if (is_value && is_repeatable(event.key) && !events_.empty()) {
    RunEvent& last = events_.back();
    if (last.kind == event.kind && last.key == event.key && last.step == event.step &&
        last.phases == event.phases) {
      last.value = std::move(event.value);
      return;
    }
  }
  events_.push_back(std::move(event));
}

void Timeline::cut_before(Checkpoint checkpoint) {
  checkpoints_.clear();
  near_.clear();
  events_.clear();
  checkpoint.events = 0;
  first_ = checkpoint.step;
  bytes_ = checkpoint.bytes();
  checkpoints_.push_back(std::move(checkpoint));
  std::erase_if(epochs_, [&](const EpochEnd& e) { return e.step < first_; });
}

void Timeline::note_epoch(std::int64_t epoch, std::int64_t step) {
  if (epoch % epoch_stride_ != 0 || (!epochs_.empty() && epochs_.back().step >= step)) return;
  epochs_.push_back({epoch, step});
  if (epochs_.size() <= kMostEpochs) return;
  epoch_stride_ *= 2;
  std::erase_if(epochs_, [&](const EpochEnd& e) { return e.epoch % epoch_stride_ != 0; });
}

void Timeline::cut_after(std::int64_t step, std::size_t events) {
  for (auto* list : {&checkpoints_, &near_}) {
    std::erase_if(*list, [&](const Checkpoint& c) {
      const bool is_after = c.step > step || c.events > events;
      if (is_after && list == &checkpoints_) bytes_ -= c.bytes();
      return is_after;
    });
  }
  next_near_ = 0;
  if (events_.size() > events) events_.resize(events);
  std::erase_if(epochs_, [step](const EpochEnd& e) { return e.step > step; });
}

std::int64_t Timeline::near_bytes() const {
  std::int64_t total = 0;
  for (const Checkpoint& c : near_) total += c.bytes();
  return total;
}

std::int64_t Timeline::bytes() const { return bytes_ + near_bytes() + blank_bytes_; }

void Timeline::publish(TimelinePart& out) const {
  out.first = first_;
  out.start = start_link_;
  out.is_whole = first_ == 0 && events_.size() <= kMostMarks ? 1 : 0;
  out.checkpoints.clear();
  for (const Checkpoint& c : checkpoints_) out.checkpoints.push_back(c.step);
  out.marks.clear();
  for (const RunEvent& e : events_) {
    const bool is_edit = e.kind == RunEvent::Kind::Edit;
    const bool is_value = is_edit || e.kind == RunEvent::Kind::Set;
    if (!is_value || e.phases > 0) out.is_whole = 0;
    if (is_value)
      out.marks.push_back({e.step, std::string(is_edit ? kEditMark : "") + e.key, e.value});
  }
  if (out.marks.size() > kMostMarks) {
    out.marks.erase(out.marks.begin(), out.marks.end() - static_cast<std::ptrdiff_t>(kMostMarks));
  }
  out.epochs = epochs_;
}

}  // namespace bp
