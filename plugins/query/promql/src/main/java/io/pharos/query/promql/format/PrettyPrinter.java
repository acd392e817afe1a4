package io.pharos.query.promql.format;

import io.pharos.query.promql.ast.Expr;
import java.nio.charset.StandardCharsets;

/** Writes an expression so that what is longer than a line is broken at its parts. */
public final class PrettyPrinter {
  private static final int LINE = 100;
  private static final String INDENT = "  ";

  private PrettyPrinter() {}

  public static String print(Expr expr) {
    StringBuilder text = new StringBuilder();
    print(expr, 0, text);
    return text.toString();
  }

  private static void print(Expr expr, int level, StringBuilder text) {
    String line = Printer.print(expr);
    boolean fits = line.getBytes(StandardCharsets.UTF_8).length <= LINE;
    String indent = INDENT.repeat(level);
    switch (expr) {
      case Expr.Unary unary when !fits -> {
        int start = text.length();
        print(unary.expr(), level, text);
        text.insert(start + indent.length(), unary.negative() ? '-' : '+');
      }
      case Expr.Paren paren when !fits -> {
        text.append(indent).append("(\n");
        print(paren.expr(), level + 1, text);
        text.append('\n').append(indent).append(')');
      }
      case Expr.Binary binary when !fits -> {
        print(binary.left(), level + 1, text);
        text.append('\n').append(indent).append(Printer.operator(binary)).append('\n');
        print(binary.right(), level + 1, text);
      }
      case Expr.Aggregate aggregate when !fits -> {
        text.append(indent).append(Printer.aggregateHead(aggregate)).append("(\n");
        if (aggregate.parameter() != null) {
          print(aggregate.parameter(), level + 1, text);
          text.append(",\n");
        }
        print(aggregate.expr(), level + 1, text);
        text.append('\n').append(indent).append(')');
      }
      case Expr.Call call when !fits -> {
        text.append(indent).append(call.function().name()).append("(\n");
        for (int i = 0; i < call.args().size(); i++) {
          text.append(i == 0 ? "" : ",\n");
          print(call.args().get(i), level + 1, text);
        }
        text.append('\n').append(indent).append(')');
      }
      case Expr.Subquery subquery when !fits -> {
        print(subquery.expr(), level, text);
        text.append(Printer.subquerySuffix(subquery));
      }
      default -> text.append(indent).append(line);
    }
  }
}
