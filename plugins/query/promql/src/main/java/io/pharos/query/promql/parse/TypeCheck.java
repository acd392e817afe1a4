package io.pharos.query.promql.parse;

import io.pharos.model.label.LabelMatcher;
import io.pharos.query.promql.ast.AggregateOp;
import io.pharos.query.promql.ast.Expr;
import io.pharos.query.promql.ast.FunctionSignature;
import io.pharos.query.promql.ast.Matching;
import io.pharos.query.promql.ast.ValueType;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.lexer.Span;
import io.pharos.toolkit.match.LabelFilter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Checks the types of a tree from the leaves up, and settles how binary operators match. */
final class TypeCheck {
  private TypeCheck() {}

  static Expr check(Expr expr) {
    return switch (expr) {
      case Expr.NumberLiteral number -> number;
      case Expr.StringLiteral string -> string;
      case Expr.VectorSelector vector -> selector(vector);
      case Expr.MatrixSelector matrix -> {
        selector(matrix.vector());
        yield matrix;
      }
      case Expr.Subquery subquery -> subquery(subquery);
      case Expr.Paren paren -> new Expr.Paren(check(paren.expr()), paren.span());
      case Expr.Unary unary -> unary(unary);
      case Expr.Binary binary -> binary(binary);
      case Expr.Aggregate aggregate -> aggregate(aggregate);
      case Expr.Call call -> call(call);
    };
  }

  private static Expr selector(Expr.VectorSelector vector) {
    for (LabelMatcher matcher : vector.matchers()) {
      if (!LabelFilter.of(matcher).matchesEmpty()) {
        return vector;
      }
    }
    throw new ParseException(
        vector.span(), "vector selector must contain at least one non-empty matcher");
  }

  private static Expr subquery(Expr.Subquery subquery) {
    Expr inner = check(subquery.expr());
    if (inner.type() != ValueType.VECTOR) {
      throw new ParseException(
          subquery.span(),
          "subquery is only allowed on instant vector, got " + inner.type().word() + " instead");
    }
    return new Expr.Subquery(
        inner,
        subquery.range(),
        subquery.rangeExpr(),
        subquery.step(),
        subquery.stepExpr(),
        subquery.timing(),
        subquery.span());
  }

  private static Expr unary(Expr.Unary unary) {
    Expr operand = check(unary.expr());
    if (operand.type() != ValueType.SCALAR && operand.type() != ValueType.VECTOR) {
      throw new ParseException(
          unary.span(),
          "unary expression only allowed on expressions of type scalar or instant vector, got "
              + GoText.quote(operand.type().description()));
    }
    return new Expr.Unary(unary.negative(), operand, unary.span());
  }

  private static Expr binary(Expr.Binary binary) {
    Expr left = check(binary.left());
    Expr right = check(binary.right());
    ValueType leftType = left.type();
    ValueType rightType = right.type();
    boolean scalars = leftType == ValueType.SCALAR && rightType == ValueType.SCALAR;
    if (binary.bool() && !binary.op().isComparison()) {
      throw new ParseException(
          binary.operator(), "bool modifier can only be used on comparison operators");
    }
    if (binary.op().isComparison() && !binary.bool() && scalars) {
      throw new ParseException(
          binary.operator(), "comparisons between scalars must use BOOL modifier");
    }
    Matching matching = binary.matching();
    if (matching != null && matching.on()) {
      checkInclude(matching, binary.operator());
    }
    checkOperand(left);
    checkOperand(right);
    boolean vectors = leftType == ValueType.VECTOR && rightType == ValueType.VECTOR;
    return new Expr.Binary(
        binary.op(),
        left,
        right,
        vectors ? between(binary, matching) : betweenScalars(binary, matching),
        binary.bool(),
        binary.operator(),
        binary.span());
  }

  private static void checkInclude(Matching matching, Span operator) {
    for (String label : matching.labels()) {
      if (matching.include().contains(label)) {
        throw new ParseException(
            operator,
            "label " + GoText.quote(label) + " must not occur in ON and GROUP clause at once");
      }
    }
  }

  private static void checkOperand(Expr operand) {
    if (operand.type() != ValueType.SCALAR && operand.type() != ValueType.VECTOR) {
      throw new ParseException(
          operand.span(), "binary expression must contain only scalar and instant vector types");
    }
  }

  private static @Nullable Matching between(Expr.Binary binary, @Nullable Matching matching) {
    if (matching == null || !binary.op().isSet()) {
      return matching;
    }
    if (matching.cardinality() != Matching.Cardinality.ONE_TO_ONE) {
      throw new ParseException(
          binary.span(),
          "no grouping allowed for " + GoText.quote(binary.op().sign()) + " operation");
    }
    if (matching.fills()) {
      throw new ParseException(
          binary.span(), "filling in missing series not allowed for set operators");
    }
    return matching.with(Matching.Cardinality.MANY_TO_MANY);
  }

  private static @Nullable Matching betweenScalars(
      Expr.Binary binary, @Nullable Matching matching) {
    if (matching != null && (matching.on() || !matching.labels().isEmpty())) {
      throw new ParseException(
          binary.span(), "vector matching only allowed between instant vectors");
    }
    if (matching != null && matching.fills()) {
      throw new ParseException(
          binary.span(), "filling in missing series only allowed between instant vectors");
    }
    if (binary.op().isSet()) {
      throw new ParseException(
          binary.span(),
          "set operator "
              + GoText.quote(binary.op().sign())
              + " not allowed in binary scalar expression");
    }
    return null;
  }

  private static Expr aggregate(Expr.Aggregate aggregate) {
    Expr expr = expect(aggregate.expr(), ValueType.VECTOR, "aggregation expression");
    Expr parameter = aggregate.parameter();
    if (parameter != null) {
      ValueType wanted =
          aggregate.op() == AggregateOp.COUNT_VALUES ? ValueType.STRING : ValueType.SCALAR;
      parameter = expect(parameter, wanted, "aggregation parameter");
    }
    return new Expr.Aggregate(
        aggregate.op(),
        expr,
        parameter,
        aggregate.grouping(),
        aggregate.without(),
        aggregate.span());
  }

  private static Expr call(Expr.Call call) {
    FunctionSignature function = call.function();
    int count = call.args().size();
    if (count < function.least() || count > function.most()) {
      String bound =
          function.variadic() == 0 ? "" : count < function.least() ? "at least " : "at most ";
      int wanted = count < function.least() ? function.least() : function.most();
      throw new ParseException(
          call.span(),
          "expected "
              + bound
              + wanted
              + " argument(s) in call to "
              + GoText.quote(function.name())
              + ", got "
              + count);
    }
    boolean info = function.name().equals("info");
    List<Expr> args = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      Expr arg = call.args().get(i);
      args.add(
          info && i == 1
              ? infoSelector(arg)
              : expect(
                  arg, function.argType(i), "call to function " + GoText.quote(function.name())));
    }
    return new Expr.Call(function, args, call.span());
  }

  /**
   * The second argument of info() states matchers alone, which may match nothing but empty values.
   */
  private static Expr infoSelector(Expr arg) {
    if (!(arg instanceof Expr.VectorSelector vector)) {
      throw new ParseException(arg.span(), "expected label selectors only");
    }
    if (!vector.name().isEmpty()) {
      throw new ParseException(
          arg.span(), "expected label selectors only, got vector selector instead");
    }
    return vector;
  }

  private static Expr expect(Expr expr, ValueType wanted, String context) {
    Expr checked = check(expr);
    if (checked.type() != wanted) {
      throw new ParseException(
          expr.span(),
          "expected type "
              + wanted.description()
              + " in "
              + context
              + ", got "
              + checked.type().description());
    }
    return checked;
  }
}
