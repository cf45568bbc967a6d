// playground-cli: the page's experiments without a page. Every setting is a field of the schema.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "engine/session/codec.h"
#include "engine/session/metrics_text.h"
#include "engine/session/report.h"
#include "engine/session/session.h"
#include "tools/cli/gradcheck.h"

namespace {

using bp::Field;

constexpr std::string_view kUsage =
    "playground-cli — train the playground's networks from the command line\n\n"
    "  playground-cli train [key=value … | '#link'] [--steps N | --epochs N] [--json]\n"
    "      trains from step 0 and reports; --json prints settings, link, losses, metrics,\n"
    "      weights, gradients, statistics and the hash of all parameters; with sample=0, say, all\n"
    "      matrices of that training sample's pass and of the last batch's too\n"
    "  playground-cli report [key=value … | '#link'] [--steps N | --epochs N]\n"
    "      trains, then prints the classification report of the training and the test part\n"
    "      (scikit-learn's table), confusion matrix, areas under the curves, log loss and\n"
    "      calibration error; or the regression's figures\n"
    "  playground-cli gradcheck [key=value … | '#link']\n"
    "      backpropagation against central differences, for every parameter of the network\n"
    "      these settings describe, on one batch; exit code 1 above 1e-6\n"
    "  playground-cli schema [--json]\n"
    "      every setting: key, range or choices, default, meaning\n"
    "  playground-cli help\n\n"
    "Example: playground-cli train data=v layers=4 act=relu lr=0.03 --epochs 200\n";

int fail(const std::string& message) {
  std::fprintf(stderr, "playground-cli: %s\n", message.c_str());
  return EXIT_FAILURE;
}

struct Arguments {
  std::string link;
  bool is_json = false;
  bp::Command run{bp::Command::Kind::Epoch, {}, {}, 100};
  std::string error;
};

/// "--steps 200" and "--epochs 30"; false if the count is missing or no number.
bool read_run_length(const std::vector<std::string_view>& words, std::size_t& i, Arguments& out) {
  constexpr double kMost = 1e9;
  const bool is_steps = words[i] == "--steps";
  const auto number = i + 1 < words.size() ? bp::parse_number(words[++i]) : std::nullopt;
  if (!number || *number < 0 || *number > kMost) return false;
  out.run.kind = is_steps ? bp::Command::Kind::Step : bp::Command::Kind::Epoch;
  out.run.count = static_cast<std::int64_t>(*number);
  return true;
}

Arguments read_arguments(const std::vector<std::string_view>& words) {
  Arguments out;
  for (std::size_t i = 0; i < words.size() && out.error.empty(); ++i) {
    const std::string_view word = words[i];
    if (word == "--json") {
      out.is_json = true;
    } else if (word == "--steps" || word == "--epochs") {
      if (!read_run_length(words, i, out)) {
        out.error = "give a whole number from 0 to 1e9 after --steps or --epochs";
      }
    } else if (word.front() == '#' || word.find('=') != std::string_view::npos) {
      if (!out.link.empty()) out.link += '&';
      out.link += word.front() == '#' ? word.substr(1) : word;
    } else {
      out.error = "unknown argument \"" + std::string(word) + "\"; see playground-cli help";
    }
  }
  return out;
}

void print_summary(const bp::Snapshot& now, const bp::Settings& settings) {
  const bool is_class =
      bp::datasets()[static_cast<std::size_t>(settings.data)].task == bp::Task::Classification;
  const char* score = is_class ? "accuracy" : "R2";
  std::printf("link        #%s\n", bp::encode_link(settings).c_str());
  std::printf("parameters  %llu, hash %s\n", static_cast<unsigned long long>(now.param_count),
              bp::hash_text(now.param_hash).c_str());
  std::printf("step        %lld, epoch %lld\n", static_cast<long long>(now.step),
              static_cast<long long>(now.epoch));
  std::printf("train       loss %.6g  %s %.4f\n", now.train_loss, score, now.train_score);
  std::printf("test        loss %.6g  %s %.4f\n", now.test_loss, score, now.test_score);
  if (now.best_epoch >= 0) {
    std::printf(
        "best        epoch %lld, test loss %.6g%s\n", static_cast<long long>(now.best_epoch),
        now.best_loss,
        now.finish_reason == bp::FinishReason::Patience ? " (stopped early, restored)" : "");
  }
  std::printf("penalty     %.6g\n", now.penalty);
  for (std::size_t l = 0; l < now.stats.size(); ++l) {
    std::printf("layer %zu     |dL/dW| %.3e  update/weight %.3e\n", l + 1,
                static_cast<double>(now.stats[l].norm_dw),
                static_cast<double>(now.stats[l].update_ratio));
  }
}

/// What was given as settings; what could not be taken as it was is told on stderr.
bp::Settings read_settings(const Arguments& arguments) {
  bp::Notices notices;
  const bp::Settings settings = bp::decode_link(arguments.link, notices);
  for (const bp::Notice& n : notices) {
    std::fprintf(stderr, "note: %s\n", bp::notice_text(n).c_str());
  }
  return settings;
}

int check(const std::vector<std::string_view>& words) {
  const Arguments arguments = read_arguments(words);
  if (!arguments.error.empty()) return fail(arguments.error);
  return cli::gradcheck(read_settings(arguments));
}

void want(bp::Session& session, const char* part) {
  session.apply({bp::Command::Kind::Want, part, {}, 1});
}

void run(bp::Session& session, const bp::Command& command) {
  if (command.count > 0) session.apply(command);
  while (session.advance(0)) {
  }
}

int exit_code(const bp::Snapshot& now) {
  if (now.state != bp::RunState::Diverged) return EXIT_SUCCESS;
  return fail("training diverged at step " + std::to_string(now.divergence_step) +
              "; try a smaller learning rate");
}

int train(const std::vector<std::string_view>& words) {
  const Arguments arguments = read_arguments(words);
  if (!arguments.error.empty()) return fail(arguments.error);
  const bp::Settings settings = read_settings(arguments);
  bp::Session session(settings);
  if (arguments.is_json) {
    want(session, "metrics");
    want(session, "details");
    if (settings.sample >= 0) want(session, "matrices");
    run(session, arguments.run);
    std::printf("%s\n", bp::report_json(session).c_str());
    return EXIT_SUCCESS;
  }
  run(session, arguments.run);
  bp::Snapshot now;
  session.publish(now);
  print_summary(now, settings);
  return exit_code(now);
}

int report(const std::vector<std::string_view>& words) {
  const Arguments arguments = read_arguments(words);
  if (!arguments.error.empty()) return fail(arguments.error);
  if (arguments.is_json) return fail("report prints text; train --json has the same figures");
  bp::Session session(read_settings(arguments));
  want(session, "metrics");
  run(session, arguments.run);
  bp::Snapshot now;
  session.publish(now);
  const std::vector<std::string>& names = session.data().class_names;
  std::printf("training part, %u samples, after %lld epochs\n\n%s\n", now.train_count,
              static_cast<long long>(now.epoch),
              bp::metrics_text(now.metrics.train, names).c_str());
  if (now.validation_count > 0) {
    std::printf("validation part, %u samples\n\n%s\n", now.validation_count,
                bp::metrics_text(now.metrics.validation, names).c_str());
  }
  std::printf("test part, %u samples\n\n%s", now.test_count,
              bp::metrics_text(now.metrics.test, names).c_str());
  return exit_code(now);
}

/// "0.00001 … 10", "river | v | …", "0 | 1".
struct RangeText {
  std::string operator()(const bp::IntKind& k) const {
    return std::to_string(k.min) + " … " + std::to_string(k.max);
  }
  std::string operator()(const bp::RealKind& k) const {
    const std::string off = k.zero_is_off ? "0, " : "";
    return off + bp::number_text(k.min) + " … " + bp::number_text(k.max) + std::string(k.unit);
  }
  std::string operator()(const bp::FlagKind&) const { return "0 | 1"; }
  std::string operator()(const bp::ChoiceKind& k) const { return list(k.options, " | "); }
  std::string operator()(const bp::SetKind& k) const { return "any of " + list(k.options, ","); }
  std::string operator()(const bp::LayersKind& k) const {
    return "units,units:activation,… with " + list(k.activations, " | ");
  }
  std::string operator()(const bp::ColumnsKind&) const { return "all or e.g. 1-4,7"; }
  static std::string list(const bp::OptionTable& table, const char* separator) {
    std::string out;
    for (int i = 0; i < table.count(); ++i) {
      if (i > 0) out += separator;
      out += table.at(i).key;
    }
    return out;
  }
};

int print_schema(const std::vector<std::string_view>& words) {
  if (!words.empty() && words.front() == "--json") {
    std::printf("%s\n", bp::schema_json().c_str());
    return EXIT_SUCCESS;
  }
  const bp::Settings defaults = bp::default_settings();
  for (const Field& field : bp::schema()) {
    const std::string range = std::visit(RangeText{}, field.kind);
    std::printf("%-10s %.*s [%s]\n           %s\n           %.*s\n", std::string(field.key).c_str(),
                static_cast<int>(field.label.size()), field.label.data(),
                bp::to_text(field, defaults).c_str(), range.c_str(),
                static_cast<int>(field.help.size()), field.help.data());
  }
  return EXIT_SUCCESS;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string_view> words(argv + 1, argv + argc);
  const std::string_view verb = words.empty() ? "help" : words.front();
  const std::vector<std::string_view> rest(words.begin() + (words.empty() ? 0 : 1), words.end());
  if (verb == "train") return train(rest);
  if (verb == "report") return report(rest);
  if (verb == "gradcheck") return check(rest);
  if (verb == "schema") return print_schema(rest);
  std::fwrite(kUsage.data(), 1, kUsage.size(), stdout);
  if (verb == "help" || verb == "--help" || verb == "-h") return EXIT_SUCCESS;
  return fail("there is no command \"" + std::string(verb) + "\"");
}
