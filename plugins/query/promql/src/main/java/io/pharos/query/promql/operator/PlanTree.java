package io.pharos.query.promql.operator;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.MatchType;
import io.pharos.query.promql.ast.Expr.Edges;
import io.pharos.query.promql.format.GoNumber;
import io.pharos.query.promql.format.Printer;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.parse.Numbers;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.series.Steps;
import io.pharos.query.promql.series.Window;
import io.pharos.spi.query.PlanNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a plan to people, with what its operators cost where they were measured. */
public final class PlanTree {
  private final @Nullable Profile profile;

  private PlanTree(@Nullable Profile profile) {
    this.profile = profile;
  }

  /**
   * The tree of a plan.
   *
   * @param profile of the query that computed it, or null
   */
  public static PlanNode of(Node plan, Steps steps, @Nullable Profile profile) {
    return new PlanTree(profile).show(plan, steps, null);
  }

  private PlanNode show(Node node, Steps steps, @Nullable Meter outer) {
    if (node instanceof Node.Fixed fixed) {
      return show(fixed.inner(), Steps.single(steps.start()), meter(node));
    }
    List<PlanNode> children = new ArrayList<>();
    Steps below = node instanceof Node.Subquery subquery ? inner(subquery, steps) : steps;
    if (!(node instanceof Node.SelectRange)) {
      node.children().stream()
          .sorted(Comparator.comparingInt(child -> child.span().start()))
          .forEach(child -> children.add(show(child, below, null)));
    }
    boolean constant = node instanceof Node.Constant || node instanceof Node.Text;
    return new PlanNode(
        type(node),
        name(node),
        node.span().start(),
        node.span().end(),
        constant ? 1 : steps.count(),
        details(node),
        cost(meter(node), outer, children),
        children);
  }

  private static Steps inner(Node.Subquery subquery, Steps steps) {
    Window window = new Window(subquery.range(), subquery.offset(), subquery.at());
    return SubquerySamples.steps(subquery, window, steps);
  }

  private @Nullable Meter meter(Node node) {
    return profile == null ? null : profile.meter(node);
  }

  /**
   * The cost of an operator.
   *
   * @param outer the meter of what repeats its one moment at all steps, which has worked for both
   */
  private static PlanNode.@Nullable Cost cost(
      @Nullable Meter meter, @Nullable Meter outer, List<PlanNode> children) {
    Meter whole = outer == null ? meter : outer;
    if (whole == null) {
      return null;
    }
    Meter own = meter == null ? whole : meter;
    long below = children.stream().mapToLong(PlanTree::measured).sum();
    return new PlanNode.Cost(
        whole.nanos(),
        Math.max(0, whole.nanos() - below),
        own.series(),
        own.samples(),
        own.samplesRead(),
        own.bytes() + (outer == null || meter == null ? 0 : outer.bytes()));
  }

  /** The time of a child; that of its children where it has none of its own. */
  private static long measured(PlanNode node) {
    PlanNode.Cost cost = node.cost();
    return cost != null
        ? cost.nanos()
        : node.children().stream().mapToLong(PlanTree::measured).sum();
  }

  private static String type(Node node) {
    return switch (node) {
      case Node.Constant _ -> "numberLiteral";
      case Node.Text _ -> "stringLiteral";
      case Node.Select _ -> "vectorSelector";
      case Node.SelectRange _ -> "matrixSelector";
      case Node.Subquery _ -> "subquery";
      case Node.Fixed fixed -> type(fixed.inner());
      case Node.Negate _ -> "unaryExpr";
      case Node.Binary _ -> "binaryExpr";
      case Node.Aggregate _ -> "aggregation";
      case Node.Call _ -> "call";
    };
  }

  private static String name(Node node) {
    return switch (node) {
      case Node.Constant number -> GoNumber.general(number.value());
      case Node.Text text -> GoText.quote(text.value());
      case Node.Select select -> metric(select);
      case Node.SelectRange range ->
          metric(range.select()) + "[" + Numbers.durationText(range.range()) + "]";
      case Node.Subquery subquery ->
          "["
              + Numbers.durationText(subquery.range())
              + ":"
              + Numbers.durationText(subquery.interval())
              + "]";
      case Node.Fixed fixed -> name(fixed.inner());
      case Node.Negate _ -> "-";
      case Node.Binary binary -> binary.op().sign() + (binary.bool() ? " bool" : "");
      case Node.Aggregate aggregate ->
          Printer.aggregateHead(aggregate.op(), aggregate.grouping(), aggregate.without()).strip();
      case Node.Call call -> call.function().name();
    };
  }

  private static String metric(Node.Select select) {
    for (LabelMatcher matcher : select.matchers()) {
      if (matcher.name().equals(Label.NAME) && matcher.type() == MatchType.EQUAL) {
        return matcher.value();
      }
    }
    return matchers(select);
  }

  private static String matchers(Node.Select select) {
    List<String> texts = new ArrayList<>();
    for (LabelMatcher matcher : select.matchers()) {
      texts.add(matcher.name() + matcher.type().sign() + GoText.quote(matcher.value()));
    }
    return "{" + String.join(",", texts) + "}";
  }

  private static Map<String, String> details(Node node) {
    Map<String, String> details = new LinkedHashMap<>();
    switch (node) {
      case Node.Select select -> select(select, details);
      case Node.SelectRange range -> {
        select(range.select(), details);
        details.put("range", Numbers.durationText(range.range()));
      }
      case Node.Subquery subquery -> {
        details.put("range", Numbers.durationText(subquery.range()));
        details.put("step", Numbers.durationText(subquery.interval()));
        timing(subquery.offset(), subquery.at(), details);
      }
      case Node.Binary binary -> {
        String matching = binary.matching() == null ? "" : Printer.matching(binary.matching());
        if (!matching.isEmpty()) {
          details.put("matching", matching);
        }
        if (binary.bool()) {
          details.put("bool", "true");
        }
      }
      default -> {}
    }
    return details;
  }

  private static void select(Node.Select select, Map<String, String> details) {
    details.put("matchers", matchers(select));
    timing(select.offset(), select.at(), details);
    if (select.edges() != Edges.PLAIN) {
      details.put("edges", select.edges().word());
    }
    Node.Hint hint = select.hint();
    if (hint.by() || !hint.grouping().isEmpty()) {
      String labels = String.join(", ", hint.grouping());
      details.put("grouping", (hint.by() ? "by (" : "without (") + labels + ")");
    }
  }

  private static void timing(long offset, @Nullable Long at, Map<String, String> details) {
    if (offset != 0) {
      details.put("offset", Numbers.durationText(offset));
    }
    if (at != null) {
      details.put("at", GoNumber.plain(at / 1000.0));
    }
  }
}
