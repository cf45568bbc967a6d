// Data sets that come as tables: real ones, and a person's own. Included by datasets.cpp only.
#pragma once

#include <array>

#include "engine/data/datasets.h"

namespace bp::sets {

constexpr Dataset table_set(std::string_view key, std::string_view label, std::string_view help,
                            int classes, int columns, std::string_view default_loss) {
  return {.key = key,
          .label = label,
          .help = help,
          .task = classes == 0 ? Task::Regression : Task::Classification,
          .dims = 0,
          .box_min = 0,
          .box_max = 1,
          .target_min = 0,
          .target_max = 1,
          .negative_name = {},
          .positive_name = {},
          .default_noise = 0,
          .default_loss = default_loss,
          .generate = nullptr,
          .truth = nullptr,
          .classes = classes,
          .knobs = 0,
          .columns = columns};
}

constexpr Dataset picture_set(Dataset row, int side) {
  row.image_side = side;
  return row;
}

constexpr Dataset drawn_first(Dataset row, int x, int y) {
  row.default_x = x;
  row.default_y = y;
  return row;
}

inline constexpr std::array kTableSets{
    table_set("breast_cancer", "Breast cancer",
              "569 tumours, 30 measurements of their cells each: malignant or benign? (Wisconsin "
              "Diagnostic, Street, Wolberg & Mangasarian 1993.)",
              2, 30, "bce"),
    // Petals tell the species apart; sepals hardly do.
    drawn_first(
        table_set("iris", "Iris",
                  "150 flowers of three species by length and width of petal and sepal (Fisher "
                  "1936).",
                  3, 4, "softmax_ce"),
        3, 4),
    table_set("wine", "Wine",
              "178 wines from three growers by 13 chemical measurements (Aeberhard & Forina 1992).",
              3, 13, "softmax_ce"),
    picture_set(table_set("digits", "Digits",
                          "1797 handwritten digits as 8 × 8 grey values (Alpaydın & Kaynak 1998).",
                          10, 64, "softmax_ce"),
                8),
    table_set("diabetes", "Diabetes",
              "How far the disease of 442 patients went within a year, from 10 measurements "
              "(Efron et al. 2004).",
              0, 10, "mse"),
    table_set("own_classes", "Your data: classes",
              "A CSV file of your own whose target column holds classes.", Dataset::kChosen, 0,
              "softmax_ce"),
    table_set("own_values", "Your data: values",
              "A CSV file of your own whose target column holds numbers.", 0, 0, "mse"),
};

}  // namespace bp::sets
