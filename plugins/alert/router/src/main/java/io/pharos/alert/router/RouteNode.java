package io.pharos.alert.router;

import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A node of the route tree with everything that it inherits. Immutable. */
final class RouteNode {
  private static final long DEFAULT_WAIT = 30_000;
  private static final long DEFAULT_INTERVAL = 300_000;
  private static final long DEFAULT_REPEAT = 4 * 3_600_000L;

  private final int index;
  private final String key;
  private final String receiver;
  private final boolean groupByAll;
  private final Set<String> groupBy;
  private final boolean continues;
  private final List<AlertMatcher> matchers;
  private final long groupWait;
  private final long groupInterval;
  private final long repeatInterval;
  private final List<String> muteIntervals;
  private final List<String> activeIntervals;
  private final Map<String, String> labels;
  private final List<RouteNode> children;

  private RouteNode(RouterConfig.RouteSpec spec, @Nullable RouteNode parent, int[] counter) {
    index = counter[0]++;
    matchers = AlertMatcher.all(spec.match(), spec.matchRe(), spec.matchers());
    String own = AlertMatcher.print(matchers);
    key = parent == null ? own : parent.key + "/" + own;
    receiver = spec.receiver().isEmpty() && parent != null ? parent.receiver : spec.receiver();
    List<String> by = spec.groupBy();
    if (by == null) {
      groupByAll = parent != null && parent.groupByAll;
      groupBy = parent == null ? Set.of() : parent.groupBy;
    } else {
      groupByAll = by.contains("...");
      groupBy = groupByAll ? Set.of() : Set.copyOf(by);
    }
    continues = spec.continues();
    groupWait = millis(spec.groupWait(), parent == null ? DEFAULT_WAIT : parent.groupWait);
    groupInterval =
        millis(spec.groupInterval(), parent == null ? DEFAULT_INTERVAL : parent.groupInterval);
    repeatInterval =
        millis(spec.repeatInterval(), parent == null ? DEFAULT_REPEAT : parent.repeatInterval);
    muteIntervals = spec.muteTimeIntervals();
    activeIntervals = spec.activeTimeIntervals();
    Map<String, String> merged = new TreeMap<>(parent == null ? Map.of() : parent.labels);
    merged.putAll(spec.labels());
    labels = Map.copyOf(merged);
    List<RouteNode> below = new ArrayList<>();
    for (RouterConfig.RouteSpec child : spec.routes()) {
      below.add(new RouteNode(child, this, counter));
    }
    children = List.copyOf(below);
  }

  /** The tree of a file. */
  static RouteNode tree(RouterConfig.RouteSpec root) {
    return new RouteNode(root, null, new int[1]);
  }

  private static long millis(java.time.@Nullable Duration own, long inherited) {
    return own == null ? inherited : own.toMillis();
  }

  /** The routes that take an alert. */
  List<RouteNode> match(Labels alert) {
    List<RouteNode> found = new ArrayList<>();
    collect(alert, found);
    return found;
  }

  private boolean collect(Labels alert, List<RouteNode> found) {
    if (!AlertMatcher.matchesAll(matchers, alert)) {
      return false;
    }
    boolean below = false;
    for (RouteNode child : children) {
      if (child.collect(alert, found)) {
        below = true;
        if (!child.continues) {
          break;
        }
      }
    }
    if (!below) {
      found.add(this);
    }
    return true;
  }

  /** Does something with each node of the tree. */
  void walk(Consumer<RouteNode> action) {
    action.accept(this);
    children.forEach(child -> child.walk(action));
  }

  /** The receivers that the tree names. */
  Set<String> receivers() {
    Set<String> names = new HashSet<>();
    walk(route -> names.add(route.receiver));
    return names;
  }

  /** The labels of an alert by which it is grouped here. */
  Labels groupLabels(Labels alert) {
    if (groupByAll) {
      return alert;
    }
    LabelsBuilder builder = new LabelsBuilder();
    for (String name : groupBy) {
      builder.set(name, alert.valueOf(name));
    }
    return builder.build();
  }

  /** Names a group of this route in notifications. */
  String groupKey(Labels groupLabels) {
    return key + ":" + groupLabels;
  }

  int index() {
    return index;
  }

  String receiver() {
    return receiver;
  }

  long groupWait() {
    return groupWait;
  }

  long groupInterval() {
    return groupInterval;
  }

  long repeatInterval() {
    return repeatInterval;
  }

  List<String> muteIntervals() {
    return muteIntervals;
  }

  List<String> activeIntervals() {
    return activeIntervals;
  }

  Map<String, String> labels() {
    return labels;
  }
}
