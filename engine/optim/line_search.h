// How far to go along a direction: a step length that satisfies the strong Wolfe conditions.
#pragma once

namespace bp {

/// φ(t) and φ′(t) at t.
struct LinePoint {
  double t = 0, value = 0, slope = 0;
};

/// φ(t) = the objective at w + t d.
class LineFunction {
 public:
  virtual ~LineFunction() = default;
  virtual LinePoint at(double t) = 0;
};

/// Finds t with φ(t) ≤ φ(0) + 10⁻⁴ t φ′(0) and |φ′(t)| ≤ 0.9 |φ′(0)|, for `start` at t = 0 with a
/// negative slope, trying `first` first: bracketing and zoom by cubic interpolation (Nocedal,
/// Wright 2006, "Numerical Optimization", algorithms 3.5 and 3.6) in the form of PyTorch's LBFGS.
/// After 25 looks, or when the bracket times `longest` (the largest component of d) is below 1e-9,
/// the lowest point found so far has to do; that may be `start`. Points that are not finite are
/// taken as too far.
[[nodiscard]] LinePoint strong_wolfe(LineFunction& phi, const LinePoint& start, double first,
                                     double longest);

}  // namespace bp
