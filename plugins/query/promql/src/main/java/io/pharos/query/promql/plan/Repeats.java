package io.pharos.query.promql.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a plan that it needs more than once. Two parts are the same if they compute the same
 * wherever they stand in the text; what stands only inside of the same larger part twice is needed
 * once. Immutable.
 */
public final class Repeats {
  private final IdentityHashMap<Node, Integer> numbers = new IdentityHashMap<>();
  private final Map<List<@Nullable Object>, Integer> known = new HashMap<>();
  private final List<Integer> uses = new ArrayList<>();

  private Repeats() {}

  /** The repeats of a plan. */
  public static Repeats of(Node plan) {
    Repeats repeats = new Repeats();
    repeats.visit(plan);
    return repeats;
  }

  /** The number of a part that is needed more than once, null of another. */
  public @Nullable Integer number(Node node) {
    Integer number = numbers.get(node);
    return number != null && uses.get(number) > 1 ? number : null;
  }

  private int visit(Node node) {
    List<Integer> children = new ArrayList<>();
    for (Node child : node.children()) {
      children.add(visit(child));
    }
    List<@Nullable Object> key = key(node);
    key.addAll(children);
    Integer number = known.get(key);
    if (number == null) {
      number = uses.size();
      known.put(key, number);
      uses.add(0);
      for (int child : children) {
        uses.set(child, uses.get(child) + 1);
      }
    }
    numbers.put(node, number);
    return number;
  }

  /** What makes a node, without its place in the text and what is below it. */
  private static List<@Nullable Object> key(Node node) {
    List<@Nullable Object> key = new ArrayList<>();
    key.add(node.getClass());
    switch (node) {
      case Node.Constant c -> key.add(c.value());
      case Node.Text t -> key.add(t.value());
      case Node.Select s -> {
        key.add(s.matchers());
        key.add(s.offset());
        key.add(s.at());
        key.add(s.edges());
        key.add(s.hint());
        key.add(s.countsAlone());
      }
      case Node.SelectRange r -> key.add(r.range());
      case Node.Subquery s -> {
        key.add(s.range());
        key.add(s.interval());
        key.add(s.offset());
        key.add(s.at());
      }
      case Node.Fixed f -> {}
      case Node.Negate n -> {}
      case Node.Binary b -> {
        key.add(b.op());
        key.add(b.matching());
        key.add(b.bool());
      }
      case Node.Aggregate a -> {
        key.add(a.op());
        key.add(a.parameter() != null);
        key.add(a.grouping());
        key.add(a.without());
      }
      case Node.Call call -> key.add(call.function().name());
    }
    return key;
  }
}
