package io.pharos.query.promql.format;

import io.pharos.model.label.LabelMatcher;
import io.pharos.query.promql.ast.DurationExpr;
import io.pharos.query.promql.ast.Expr;
import io.pharos.query.promql.ast.FunctionSignature;
import io.pharos.query.promql.ast.Matching;
import io.pharos.query.promql.ast.Timing;
import io.pharos.query.promql.ast.ValueType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes an expression as the tree of the HTTP API; keys are in the order of their names. */
public final class TreeWriter {
  private TreeWriter() {}

  /** The tree: maps, lists, strings, numbers, booleans and nulls. */
  public static Map<String, @Nullable Object> write(Expr expr) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    switch (expr) {
      case Expr.NumberLiteral n -> {
        tree.put("type", "numberLiteral");
        tree.put("val", GoNumber.plain(n.value()));
      }
      case Expr.StringLiteral s -> {
        tree.put("type", "stringLiteral");
        tree.put("val", s.value());
      }
      case Expr.VectorSelector v -> selector(v, null, tree);
      case Expr.MatrixSelector m -> selector(m.vector(), m, tree);
      case Expr.Subquery s -> subquery(s, tree);
      case Expr.Paren p -> {
        tree.put("expr", write(p.expr()));
        tree.put("type", "parenExpr");
      }
      case Expr.Unary u -> {
        tree.put("expr", write(u.expr()));
        tree.put("op", u.negative() ? "-" : "+");
        tree.put("type", "unaryExpr");
      }
      case Expr.Binary b -> {
        tree.put("bool", b.bool());
        tree.put("lhs", write(b.left()));
        tree.put("matching", b.matching() == null ? null : matching(b.matching()));
        tree.put("op", b.op().sign());
        tree.put("rhs", write(b.right()));
        tree.put("type", "binaryExpr");
      }
      case Expr.Aggregate a -> {
        tree.put("expr", write(a.expr()));
        tree.put("grouping", a.grouping());
        tree.put("op", a.op().word());
        tree.put("param", a.parameter() == null ? null : write(a.parameter()));
        tree.put("type", "aggregation");
        tree.put("without", a.without());
      }
      case Expr.Call c -> {
        tree.put("args", c.args().stream().map(TreeWriter::write).toList());
        tree.put("func", function(c.function()));
        tree.put("type", "call");
      }
    }
    return tree;
  }

  private static void selector(
      Expr.VectorSelector vector,
      Expr.@Nullable MatrixSelector matrix,
      Map<String, @Nullable Object> tree) {
    tree.put("anchored", vector.edges() == Expr.Edges.ANCHORED);
    List<Object> matchers = new ArrayList<>();
    for (LabelMatcher matcher : vector.matchers()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", matcher.name());
      one.put("type", matcher.type().sign());
      one.put("value", matcher.value());
      matchers.add(one);
    }
    tree.put("matchers", matchers);
    tree.put("name", vector.name());
    offset(vector.timing(), tree);
    if (matrix != null) {
      tree.put("range", matrix.range());
      tree.put("rangeExpr", duration(matrix.rangeExpr()));
    }
    tree.put("smoothed", vector.edges() == Expr.Edges.SMOOTHED);
    startOrEnd(vector.timing(), tree);
    tree.put("timestamp", vector.timing().at());
    tree.put("type", matrix == null ? "vectorSelector" : "matrixSelector");
  }

  private static void subquery(Expr.Subquery subquery, Map<String, @Nullable Object> tree) {
    tree.put("expr", write(subquery.expr()));
    offset(subquery.timing(), tree);
    tree.put("range", subquery.range());
    tree.put("rangeExpr", duration(subquery.rangeExpr()));
    startOrEnd(subquery.timing(), tree);
    tree.put("step", subquery.step());
    tree.put("stepExpr", duration(subquery.stepExpr()));
    tree.put("timestamp", subquery.timing().at());
    tree.put("type", "subquery");
  }

  private static void offset(Timing timing, Map<String, @Nullable Object> tree) {
    tree.put("offset", timing.offset());
    tree.put("offsetExpr", duration(timing.offsetExpr()));
  }

  private static void startOrEnd(Timing timing, Map<String, @Nullable Object> tree) {
    tree.put("startOrEnd", timing.bound() == null ? null : timing.bound().word());
  }

  private static Map<String, @Nullable Object> matching(Matching matching) {
    Map<String, @Nullable Object> fill = new LinkedHashMap<>();
    fill.put("lhs", matching.fillLeft());
    fill.put("rhs", matching.fillRight());
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("card", matching.cardinality().word());
    tree.put("fillValues", fill);
    tree.put("include", matching.include());
    tree.put("labels", matching.labels());
    tree.put("on", matching.on());
    return tree;
  }

  private static Map<String, @Nullable Object> function(FunctionSignature function) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("argTypes", function.argTypes().stream().map(ValueType::word).toList());
    tree.put("name", function.name());
    tree.put("returnType", function.returnType().word());
    tree.put("variadic", function.variadic());
    return tree;
  }

  private static @Nullable Map<String, @Nullable Object> duration(@Nullable DurationExpr expr) {
    if (expr == null) {
      return null;
    }
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    switch (expr) {
      case DurationExpr.Literal literal -> {
        tree.put("duration", literal.duration());
        tree.put("type", "numberLiteral");
        tree.put("val", GoNumber.plain(literal.seconds()));
      }
      case DurationExpr.Ask ask -> join(tree, null, ask.what().word(), null, ask.wrapped());
      case DurationExpr.Signed signed ->
          join(tree, null, signed.negative() ? "-" : "+", signed.operand(), signed.wrapped());
      case DurationExpr.Joined joined ->
          join(tree, joined.left(), joined.op().sign(), joined.right(), joined.wrapped());
    }
    return tree;
  }

  private static void join(
      Map<String, @Nullable Object> tree,
      @Nullable DurationExpr left,
      String op,
      @Nullable DurationExpr right,
      boolean wrapped) {
    tree.put("lhs", duration(left));
    tree.put("op", op);
    tree.put("rhs", duration(right));
    tree.put("type", "durationExpr");
    tree.put("wrapped", wrapped);
  }
}
