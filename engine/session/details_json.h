// Layer statistics and matrices of the snapshot's optional parts as JSON.
#pragma once

#include <string_view>

#include "engine/session/json.h"
#include "engine/session/snapshot_parts.h"

namespace bp {

void write_distribution(std::string_view name, const Distribution& d, JsonWriter& json);

/// The member "details" of layer `l`: a distribution for each of kQuantityKeys that is there, and
/// "similarity" with the number of distinct units and, up to 32 units, the matrices.
void write_details(const DetailsPart& details, std::size_t l, JsonWriter& json);

/// The member `name`: one pass, layer by layer, each matrix as one array a row. Matrices that are
/// not there are left out; those that were cut say their whole size.
void write_pass(std::string_view name, const PassMatrices& pass, JsonWriter& json);

}  // namespace bp
