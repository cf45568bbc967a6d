// Notices in English; the interface says them in its own words.
#include "engine/optim/full_batch.h"
#include "engine/session/schema.h"

namespace bp {

std::string notice_text(const Notice& n) {
  const Field* field = find_field(n.key);
  const std::string name = field ? std::string(field->label) : n.key;
  switch (n.kind) {
    case Notice::Kind::Clamped:
      return name + ": " + n.given + " is out of range, " + n.used + " is used instead.";
    case Notice::Kind::Unusable:
      return name + ": \"" + n.given + "\" cannot be used here, it stays " + n.used + ".";
    case Notice::Kind::UnknownKey:
      return "\"" + n.key + "\" is not a setting of this version and was ignored.";
    case Notice::Kind::Adjusted:
      return name + ": " + n.given + " does not suit this data set, " + n.used +
             " is used instead.";
    case Notice::Kind::TooLong:
      return "The link is too long and was cut; some settings may be missing.";
    case Notice::Kind::NewerLink:
      return "The link was made by a newer version (" + n.given +
             "); what this version does not know was ignored.";
    case Notice::Kind::MissingTable:
      return "The data set \"" + n.given + "\" could not be loaded, it is " + n.used + " instead.";
    case Notice::Kind::BadTable:
    case Notice::Kind::BadGoal:
      return n.why.message;
    case Notice::Kind::UnknownPart:
      return name + ": there is nothing called \"" + n.given + "\"; it was ignored.";
    case Notice::Kind::TooManyParams:
      return name + ": " + n.given + " is for networks of up to " +
             std::to_string(kMaxFullBatchParams) + " parameters, " + n.used + " is used instead.";
    case Notice::Kind::NotWithNorm:
      return name + ": " + n.given +
             " needs samples that do not depend on one another, and batch normalisation ties them "
             "together; " +
             n.used + " is used instead.";
    case Notice::Kind::TooLarge: {
      const Field* most = find_field(n.smaller);
      return name + ": " + n.given + " would need " + n.needed + " MB of memory, more than the " +
             n.limit + " MB there are; it is " + n.used + ". Most of it is for \"" +
             (most ? std::string(most->label) : n.smaller) + "\": make that smaller.";
    }
  }
  return {};
}

}  // namespace bp
