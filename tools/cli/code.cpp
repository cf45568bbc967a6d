#include "tools/cli/code.h"

#include <cstdio>
#include <cstdlib>

#include "engine/session/plan.h"
#include "engine/session/torch_program.h"
#include "tools/cli/inputs.h"

namespace cli {
namespace {

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

bp::ProgramShape shape_of(const bp::PreparedData& data) {
  return {static_cast<int>(data.inputs()), data.classes, static_cast<int>(data.raw_axes.size())};
}

}  // namespace

int code(const Arguments& arguments) {
  const bp::Result<Inputs> inputs = read_inputs(arguments);
  if (!inputs) return fail(inputs.error().message);
  const bp::Settings& settings = inputs.value().settings;
  const bp::PreparedData data = bp::prepared_data(settings, inputs.value().tables);
  print(bp::program_text(bp::torch_program(settings, shape_of(data))));
  return EXIT_SUCCESS;
}

int data(const Arguments& arguments) {
  const bp::Result<Inputs> inputs = read_inputs(arguments);
  if (!inputs) return fail(inputs.error().message);
  print(bp::program_data(bp::prepared_data(inputs.value().settings, inputs.value().tables)));
  return EXIT_SUCCESS;
}

}  // namespace cli
