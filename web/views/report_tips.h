// Values under the cursor in the report's pictures.
#pragma once

#include "web/views/plot.h"
#include "web/views/report_parts.h"

namespace bp {

void roc_tip(const ReportContext& c, const Plot& plot);
void precision_recall_tip(const ReportContext& c, const Plot& plot);
void calibration_tip(const ReportContext& c, const Plot& plot);
void predicted_tip(const ReportContext& c, const Plot& plot);
void residual_tip(const ReportContext& c, const Plot& plot);
void residuals_tip(const ReportContext& c, ImVec2 min, ImVec2 max);

}  // namespace bp
