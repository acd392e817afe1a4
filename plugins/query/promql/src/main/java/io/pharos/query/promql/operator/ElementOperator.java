package io.pharos.query.promql.operator;

import static java.util.Objects.requireNonNull;

import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.ResetHint;
import io.pharos.query.promql.annotation.Annotations;
import io.pharos.query.promql.ast.BinaryOp;
import io.pharos.query.promql.histogram.FloatHistogram;
import io.pharos.query.promql.histogram.HistogramEquality;
import io.pharos.query.promql.histogram.Trim;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.lexer.Span;
import io.pharos.query.promql.plan.Arithmetic;
import io.pharos.query.promql.series.Column;
import org.jspecify.annotations.Nullable;

/** An operator between two elements, each a float or a histogram. Immutable. */
final class ElementOperator {
  private final BinaryOp op;
  private final boolean bool;
  private final Annotations annotations;
  private final Span span;

  ElementOperator(BinaryOp op, boolean bool, Annotations annotations, Span span) {
    this.op = op;
    this.bool = bool;
    this.annotations = annotations;
    this.span = span;
  }

  /** Whether it gives something else than an element that was there. */
  boolean changes() {
    return bool || (!op.isComparison() && op != BinaryOp.TRIM_LOWER && op != BinaryOp.TRIM_UPPER);
  }

  /** Sets a step to the result, if there is one. */
  void apply(
      double left,
      @Nullable Histogram leftHistogram,
      double right,
      @Nullable Histogram rightHistogram,
      boolean keepRight,
      int step,
      Column out) {
    if (leftHistogram == null && rightHistogram == null) {
      floats(left, right, keepRight, step, out);
    } else if (leftHistogram != null && rightHistogram != null) {
      histograms(leftHistogram, rightHistogram, step, out);
    } else if (leftHistogram != null) {
      histogramAndFloat(leftHistogram, right, step, out);
    } else {
      floatAndHistogram(left, requireNonNull(rightHistogram), step, out);
    }
  }

  private void floats(double left, double right, boolean keepRight, int step, Column out) {
    if (op.isComparison()) {
      boolean holds = Arithmetic.holds(op, left, right);
      if (bool) {
        out.set(step, holds ? 1 : 0);
      } else if (holds) {
        out.set(step, keepRight ? right : left);
      }
    } else if (op == BinaryOp.TRIM_LOWER || op == BinaryOp.TRIM_UPPER) {
      mismatch("float", "float");
    } else {
      out.set(step, Arithmetic.value(op, left, right));
    }
  }

  private void histogramAndFloat(Histogram left, double right, int step, Column out) {
    switch (op) {
      case MUL -> out.set(step, FloatHistogram.of(left).multiply(right).toHistogram());
      case DIV -> out.set(step, FloatHistogram.of(left).divide(right).toHistogram());
      case TRIM_UPPER -> out.set(step, Trim.of(left, right, true));
      case TRIM_LOWER -> out.set(step, Trim.of(left, right, false));
      default -> mismatch("histogram", "float");
    }
  }

  private void floatAndHistogram(double left, Histogram right, int step, Column out) {
    if (op == BinaryOp.MUL) {
      out.set(step, FloatHistogram.of(right).multiply(left).toHistogram());
    } else {
      mismatch("float", "histogram");
    }
  }

  private void histograms(Histogram left, Histogram right, int step, Column out) {
    switch (op) {
      case ADD, SUB -> combine(left, right, step, out);
      case EQUAL -> compare(HistogramEquality.equal(left, right), left, step, out);
      case NOT_EQUAL -> compare(!HistogramEquality.equal(left, right), left, step, out);
      default -> mismatch("histogram", "histogram");
    }
  }

  private void compare(boolean holds, Histogram left, int step, Column out) {
    if (bool) {
      out.set(step, holds ? 1 : 0);
    } else if (holds) {
      out.set(step, left);
    }
  }

  private void combine(Histogram left, Histogram right, int step, Column out) {
    if (!FloatHistogram.compatible(left, right)) {
      annotations.warn(
          "incompatible bucket layout encountered for binary operator " + op.sign(), span);
      return;
    }
    boolean add = op == BinaryOp.ADD;
    FloatHistogram result = FloatHistogram.of(left);
    FloatHistogram.Outcome outcome = add ? result.add(right) : result.subtract(right);
    String word = add ? "addition" : "subtraction";
    if (outcome.hintsConflict()) {
      annotations.warn("conflicting counter resets during histogram " + word, span);
    }
    if (outcome.boundsDiffered()) {
      annotations.info("mismatched custom buckets were reconciled during " + word, span);
    }
    if (!add) {
      result.hint(ResetHint.GAUGE);
    }
    out.set(step, result.toHistogram());
  }

  private void mismatch(String left, String right) {
    annotations.info(
        "incompatible sample types encountered for binary operator "
            + GoText.quote(op.sign())
            + ": "
            + left
            + " "
            + op.sign()
            + " "
            + right,
        span);
  }
}
