package io.pharos.query.promql.parse;

import io.pharos.query.promql.ast.Expr;
import java.util.ArrayDeque;
import java.util.Deque;

/** Refuses trees so deep that walking them would need too much stack. */
final class TreeDepth {
  private record Entry(Expr expr, int depth) {}

  private TreeDepth() {}

  /** Walks the tree without recursion. */
  static void check(Expr root, int limit) {
    Deque<Entry> open = new ArrayDeque<>();
    open.push(new Entry(root, 1));
    while (!open.isEmpty()) {
      Entry entry = open.pop();
      if (entry.depth > limit) {
        throw new ParseException(
            entry.expr.span(), "expression nests too deeply, at most " + limit + " levels");
      }
      for (Expr child : entry.expr.children()) {
        open.push(new Entry(child, entry.depth + 1));
      }
    }
  }
}
