package io.pharos.query.promql.plan;

import io.pharos.query.promql.ast.Expr.Edges;
import org.jspecify.annotations.Nullable;

/**
 * The time range of samples that a plan may need. Immutable.
 *
 * @param mint first epoch millisecond
 * @param maxt last one
 */
public record Reach(long mint, long maxt) {
  /** Of a plan that is evaluated from start to end; null if it reads nothing. */
  public static @Nullable Reach of(Node node, long start, long end, long lookback) {
    return switch (node) {
      case Node.Select select -> select(select, start, end, lookback, lookback);
      case Node.SelectRange range -> {
        long more = range.select().edges() == Edges.PLAIN ? 0 : lookback;
        yield select(range.select(), start, end, range.range() + more, lookback);
      }
      case Node.Subquery subquery -> {
        Long at = subquery.at();
        long from = (at == null ? start : at) - subquery.offset() - subquery.range();
        long to = (at == null ? end : at) - subquery.offset();
        yield of(subquery.inner(), from, to, lookback);
      }
      case Node.Fixed fixed -> of(fixed.inner(), start, start, lookback);
      default -> {
        Reach all = null;
        for (Node child : node.children()) {
          Reach one = of(child, start, end, lookback);
          all = all == null ? one : one == null ? all : all.and(one);
        }
        if (node instanceof Node.Call call && call.function().name().equals("info")) {
          Reach infos = new Reach(start - lookback, end);
          all = all == null ? infos : all.and(infos);
        }
        yield all;
      }
    };
  }

  private static Reach select(Node.Select select, long start, long end, long back, long lookback) {
    Long at = select.at();
    long ahead = select.edges() == Edges.SMOOTHED ? lookback : 0;
    return new Reach(
        (at == null ? start : at) - select.offset() - back,
        (at == null ? end : at) - select.offset() + ahead);
  }

  private Reach and(Reach other) {
    return new Reach(Math.min(mint, other.mint), Math.max(maxt, other.maxt));
  }
}
