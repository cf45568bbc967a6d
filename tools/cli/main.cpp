// playground-cli: the page's experiments without a page. Every setting is a field of the schema.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "engine/session/codec.h"
#include "tools/cli/arguments.h"
#include "tools/cli/code.h"
#include "tools/cli/gradcheck.h"
#include "tools/cli/inputs.h"
#include "tools/cli/train.h"
#include "tools/cli/verify.h"

namespace {

using bp::Field;

constexpr std::string_view kUsage =
    "playground-cli — train the playground's networks from the command line\n\n"
    "  playground-cli train [key=value … | '#link'] [--steps N | --epochs N] [--json] [input …]\n"
    "      trains from step 0 and reports; --json prints settings, link, losses, metrics,\n"
    "      weights, gradients, statistics and the hash of all parameters; with sample=0, say, all\n"
    "      matrices of that training sample's pass and of the last batch's too\n"
    "  playground-cli report [key=value … | '#link'] [--steps N | --epochs N] [input …]\n"
    "      trains, then prints the classification report of every part (scikit-learn's table),\n"
    "      confusion matrix, areas under the curves, log loss and calibration error; or the\n"
    "      regression's figures\n"
    "  playground-cli gradcheck [key=value … | '#link'] [--data …]\n"
    "      backpropagation against central differences, for every parameter of the network\n"
    "      these settings describe, on one batch; exit code 1 above 1e-6\n"
    "  playground-cli code [key=value … | '#link'] [--data …]\n"
    "      the same experiment as a PyTorch program, which reads data.csv\n"
    "  playground-cli data [key=value … | '#link'] [--data …] > data.csv\n"
    "      the samples in their parts, as that program reads them\n"
    "  playground-cli verify PROOF.json | - [--goal CONDITIONS] [--data FILE.csv …]\n"
    "      goes again through the run that a page's goal event, or its \"Copy proof\", tells: is "
    "the\n"
    "      goal reached at that step with those parameters and values? And is it the goal that "
    "was\n"
    "      set? Exit code 0 if so, else 1\n"
    "  playground-cli schema [--json]\n"
    "      every setting: key, range or choices, default, meaning\n"
    "  playground-cli help\n\n"
    "Inputs:\n"
    "  --data FILE.csv         trains on this table; comma, semicolon or tab, names in the first\n"
    "                          line or none\n"
    "  --target COLUMN         what is to be predicted, by name or number; else the last column.\n"
    "                          Text, or at most 10 different whole numbers, are classes;\n"
    "                          data=own_classes or data=own_values says otherwise\n"
    "  --drop-incomplete       leaves out columns of text and rows that lack a value, and says so\n"
    "  --open FILE.json        an experiment exported by the page: its settings, data and "
    "weights,\n"
    "                          checked against its hash; without --steps nothing is trained. So\n"
    "                          it is with a link that carries weights or a step\n"
    "  --weights FILE.json     starts from the weights of a report (train --json), or of its\n"
    "                          \"layers\" alone\n"
    "  --batches sequential    takes the samples in their order, always; else shuffled\n"
    "  --precision double      every step in double; --json then leaves out \"details\" and "
    "matrices\n\n"
    "Example: playground-cli train data=v layers=4 act=relu lr=0.03 --epochs 200\n";

int check(const cli::Arguments& arguments) {
  bp::Result<cli::Inputs> inputs = cli::read_inputs(arguments);
  if (!inputs) return cli::fail(inputs.error().message);
  return cli::gradcheck(inputs.value().settings, inputs.value().tables);
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
  std::string operator()(const bp::LayoutKind&) const {
    std::string out;
    for (const bp::LayoutPreset& row : bp::layout_presets()) (out += row.key) += " | ";
    return out + "e.g. r(network:600,boundary:400)";
  }
  std::string operator()(const bp::PartsKind&) const {
    return "settings, groups, panels, parts of the page, joined by ~; -name takes one out again";
  }
  std::string operator()(const bp::GoalKind&) const {
    std::string out;
    for (const bp::GoalMetric& row : bp::goal_metrics()) (out += row.key) += ", ";
    return out + "or a setting; <= >= < > = or .le. .ge. .lt. .gt. .eq.; joined by ~";
  }
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
  if (verb == "schema") return print_schema(rest);
  if (verb == "verify") {
    if (rest.empty())
      return cli::fail("give the file of a proof after verify, or - for standard input");
    const bp::Result<cli::Arguments> arguments =
        cli::read_arguments({rest.begin() + 1, rest.end()});
    if (!arguments) return cli::fail(arguments.error().message);
    return cli::verify(std::string(rest.front()), arguments.value());
  }
  using Verb = int (*)(const cli::Arguments&);
  const Verb run = verb == "train"       ? cli::train
                   : verb == "report"    ? cli::report
                   : verb == "gradcheck" ? check
                   : verb == "code"      ? cli::code
                   : verb == "data"      ? cli::data
                                         : nullptr;
  if (run) {
    const bp::Result<cli::Arguments> arguments = cli::read_arguments(rest);
    return arguments ? run(arguments.value()) : cli::fail(arguments.error().message);
  }
  std::fwrite(kUsage.data(), 1, kUsage.size(), stdout);
  if (verb == "help" || verb == "--help" || verb == "-h") return EXIT_SUCCESS;
  return cli::fail("there is no command \"" + std::string(verb) + "\"");
}
