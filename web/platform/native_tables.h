// The desktop program's tables: the real data sets are compiled in.
#pragma once

#include <deque>

#include "tools/data/real_data.h"
#include "web/app/table_gate.h"

namespace bp {

class NativeTables final : public TableSource {
 public:
  void request(std::string_view key) override {
    Arrival arrival{std::string(key), std::string(real_data(key)), {}, false};
    if (arrival.text.empty()) {
      arrival.error =
          "This program opens no files of yours; playground-cli train --data FILE.csv does, and so "
          "does the page.";
    }
    arrivals_.push_back(std::move(arrival));
  }
  std::optional<Arrival> arrival() override {
    if (arrivals_.empty()) return {};
    Arrival next = std::move(arrivals_.front());
    arrivals_.pop_front();
    return next;
  }

 private:
  std::deque<Arrival> arrivals_;
};

}  // namespace bp
