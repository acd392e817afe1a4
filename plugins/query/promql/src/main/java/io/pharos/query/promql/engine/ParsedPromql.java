package io.pharos.query.promql.engine;

import io.pharos.model.label.LabelMatcher;
import io.pharos.query.promql.ast.Expr;
import io.pharos.query.promql.format.PrettyPrinter;
import io.pharos.query.promql.format.Printer;
import io.pharos.query.promql.format.TreeWriter;
import io.pharos.spi.query.ParsedQuery;
import io.pharos.spi.query.QueryResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A query that was read. Immutable. */
record ParsedPromql(Expr expr) implements ParsedQuery {
  @Override
  public String text() {
    return Printer.print(expr);
  }

  @Override
  public String pretty() {
    return PrettyPrinter.print(expr);
  }

  @Override
  public Map<String, @Nullable Object> tree() {
    return TreeWriter.write(expr);
  }

  @Override
  public List<List<LabelMatcher>> selectors() {
    List<List<LabelMatcher>> selectors = new ArrayList<>();
    collect(expr, selectors);
    return selectors;
  }

  private static void collect(Expr expr, List<List<LabelMatcher>> selectors) {
    if (expr instanceof Expr.VectorSelector vector) {
      selectors.add(vector.matchers());
    }
    expr.children().forEach(child -> collect(child, selectors));
  }

  @Override
  public QueryResult.Type type() {
    return switch (expr.type()) {
      case SCALAR -> QueryResult.Type.SCALAR;
      case VECTOR -> QueryResult.Type.VECTOR;
      case MATRIX -> QueryResult.Type.MATRIX;
      case STRING -> QueryResult.Type.STRING;
    };
  }
}
