#include "tools/cli/train.h"

#include <cstdio>
#include <cstdlib>

#include "engine/session/json_reader.h"
#include "engine/session/metrics_text.h"
#include "engine/session/report.h"
#include "engine/session/weights_json.h"
#include "tools/cli/inputs.h"

namespace cli {
namespace {

void print_summary(const bp::Snapshot& now, const bp::Settings& settings) {
  const char* score = now.class_names.empty() ? "R2" : "accuracy";
  std::printf("link        #%s\n", bp::encode_link(settings).c_str());
  std::printf("parameters  %llu, hash %s\n", static_cast<unsigned long long>(now.param_count),
              bp::hash_text(now.param_hash).c_str());
  std::printf("step        %lld, epoch %lld\n", static_cast<long long>(now.step),
              static_cast<long long>(now.epoch));
  std::printf("train       loss %.6g  %s %.4f\n", now.train_loss, score, now.train_score);
  std::printf("test        loss %.6g  %s %.4f\n", now.test_loss, score, now.test_score);
  for (std::size_t m = 0; now.members > 1 && m < now.members; ++m) {
    std::printf("member %-4zu test loss %.6g  %s %.4f\n", m + 1, now.member_loss[m], score,
                now.member_score[m]);
  }
  if (now.best_epoch >= 0) {
    std::printf(
        "best        epoch %lld, test loss %.6g%s\n", static_cast<long long>(now.best_epoch),
        now.best_loss,
        now.finish_reason == bp::FinishReason::Patience ? " (stopped early, restored)" : "");
  }
  if (now.goal.is_reached != 0) {
    std::printf("goal        reached at epoch %lld, step %lld\n",
                static_cast<long long>(now.goal.epoch), static_cast<long long>(now.goal.step));
  } else if (settings.goal.count > 0) {
    std::printf("goal        not reached\n");
  }
  std::printf("penalty     %.6g\n", now.penalty);
  for (std::size_t l = 0; l < now.stats.size(); ++l) {
    std::printf("layer %zu     |dL/dW| %.3e  update/weight %.3e\n", l + 1,
                static_cast<double>(now.stats[l].norm_dw),
                static_cast<double>(now.stats[l].update_ratio));
  }
}

void print_metrics(const bp::Snapshot& now) {
  const std::vector<std::string>& names = now.class_names;
  std::printf("training part, %u samples, after %lld epochs\n\n%s\n", now.train_count,
              static_cast<long long>(now.epoch),
              bp::metrics_text(now.metrics.train, names).c_str());
  if (now.validation_count > 0) {
    std::printf("validation part, %u samples\n\n%s\n", now.validation_count,
                bp::metrics_text(now.metrics.validation, names).c_str());
  }
  std::printf("test part, %u samples\n\n%s", now.test_count,
              bp::metrics_text(now.metrics.test, names).c_str());
}

int exit_code(const bp::Snapshot& now) {
  if (now.state != bp::RunState::Diverged) return EXIT_SUCCESS;
  const std::string who =
      now.members > 1 ? "member " + std::to_string(now.divergence_member + 1) : "training";
  return fail(who + " diverged at step " + std::to_string(now.divergence_step) +
              "; try a smaller learning rate");
}

void advance(bp::Session& session, const bp::Command& command) {
  if (command.count > 0) session.apply(command);
  while (session.advance(0)) {
  }
}

void advance(bp::DoubleRun& run, const bp::Command& command) { run.train(command); }

/// Initial weights and the order of batches, where they are given; then trains.
template <class T, class Run>
bp::Result<bool> start_run(const Arguments& arguments, const Inputs& inputs, Run& run) {
  bp::Start<T> start{arguments.order, {}};
  bp::Result<std::string> text = arguments.weights.empty()
                                     ? bp::Result<std::string>(inputs.weights_file)
                                     : read_file(arguments.weights, bp::kMaxJsonBytes);
  if (!text) return text.error();
  if (!text.value().empty()) {
    bp::Result<bp::Network<T>> net =
        bp::read_weights<T>(text.value(), run.trainer().network().spec());
    if (!net) return bp::Error{arguments.weights + arguments.open + ": " + net.error().message};
    start.weights = std::move(net).value();
  }
  run.start_with(std::move(start));
  return true;
}

/// Where a link or file has the run stand; its hash must then be what it says.
bp::Result<bool> go_to_state(const bp::LinkState& state, bp::Session& session) {
  for (const bp::Command& command : state.commands) session.apply(command);
  while (session.advance(0)) {
  }
  bp::Snapshot now;
  session.publish(now);
  const std::string hash = bp::hash_text(now.param_hash);
  if (state.hash.empty() || state.hash == hash) return true;
  return bp::Error{"the parameters have the hash " + hash + ", not " + state.hash +
                   " as the link or file says: it was made by another version, or changed"};
}

struct Outcome {
  bp::Snapshot now;
  bp::Settings settings;
  std::string json;  ///< the report, if it is wanted
};

void tell(const bp::Notices& notices) {
  for (const bp::Notice& notice : notices) note(bp::notice_text(notice));
}

template <class Run>
Outcome outcome_of(Run& run, bool is_json) {
  Outcome outcome{{}, run.settings(), is_json ? bp::report_json(run) : std::string()};
  run.publish(outcome.now);
  return outcome;
}

bp::Result<Outcome> run_in_double(const Arguments& arguments, const Inputs& inputs) {
  if (inputs.state.has_state) {
    return bp::Error{"the link or file holds a state in single precision; leave out --precision"};
  }
  if (inputs.settings.members > 1) {
    return bp::Error{"--precision double trains one network; leave out members="};
  }
  bp::Notices notices;
  bp::DoubleRun run(inputs.settings, inputs.tables, notices);
  tell(notices);
  const bp::Result<bool> done = start_run<double>(arguments, inputs, run);
  if (!done) return done.error();
  advance(run, arguments.run);
  return outcome_of(run, arguments.is_json);
}

bp::Result<Outcome> run_in_float(const Arguments& arguments, const Inputs& inputs) {
  bp::Session session(inputs.settings, nullptr, inputs.tables);
  const auto want = [&session](const char* part) {
    session.apply({bp::Command::Kind::Want, part, {}, 1});
  };
  want("metrics");
  if (arguments.is_json) want("details");
  if (arguments.is_json && inputs.settings.sample >= 0) want("matrices");
  tell(session.take_notices());
  const bp::Result<bool> started = start_run<float>(arguments, inputs, session);
  if (!started) return started.error();
  const bp::Result<bool> is_there = go_to_state(inputs.state, session);
  if (!is_there) return is_there.error();
  if (!inputs.state.has_state || arguments.has_length) advance(session, arguments.run);
  tell(session.take_notices());
  return outcome_of(session, arguments.is_json);
}

bp::Result<Outcome> run(const Arguments& arguments) {
  bp::Result<Inputs> inputs = read_inputs(arguments);
  if (!inputs) return inputs.error();
  return arguments.is_double ? run_in_double(arguments, inputs.value())
                             : run_in_float(arguments, inputs.value());
}

}  // namespace

int train(const Arguments& arguments) {
  const bp::Result<Outcome> outcome = run(arguments);
  if (!outcome) return fail(outcome.error().message);
  if (arguments.is_json) {
    std::printf("%s\n", outcome.value().json.c_str());
    return EXIT_SUCCESS;
  }
  print_summary(outcome.value().now, outcome.value().settings);
  return exit_code(outcome.value().now);
}

int report(const Arguments& arguments) {
  if (arguments.is_json) return fail("report prints text; train --json has the same figures");
  const bp::Result<Outcome> outcome = run(arguments);
  if (!outcome) return fail(outcome.error().message);
  print_metrics(outcome.value().now);
  return exit_code(outcome.value().now);
}

}  // namespace cli
