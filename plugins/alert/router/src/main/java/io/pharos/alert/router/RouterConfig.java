package io.pharos.alert.router;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.Flag;
import io.pharos.spi.config.Key;
import io.pharos.spi.config.OpenKeys;
import io.pharos.spi.config.RelativeToFile;
import io.pharos.spi.error.ConfigException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file alertmanager.yml, and what concerns the alertmanager on the command line. Immutable. */
public record RouterConfig(
    GlobalSection global,
    @Nullable RouteSpec route,
    List<ReceiverSpec> receivers,
    List<InhibitSpec> inhibitRules,
    List<NamedInterval> timeIntervals,
    List<NamedInterval> muteTimeIntervals,
    @RelativeToFile List<String> templates,
    @Flag("alertmanager.data.retention") @Default("120h") Duration retention,
    @Flag("alertmanager.alerts.gc-interval") @Default("30m") Duration gcInterval) {
  public RouterConfig {
    receivers = List.copyOf(receivers);
    inhibitRules = List.copyOf(inhibitRules);
    timeIntervals = List.copyOf(timeIntervals);
    muteTimeIntervals = List.copyOf(muteTimeIntervals);
    templates = List.copyOf(templates);
    if (route == null) {
      throw new ConfigException("no routes provided");
    }
    if (route.receiver().isEmpty()) {
      throw new ConfigException("root route must specify a default receiver");
    }
    if (!route.match().isEmpty() || !route.matchRe().isEmpty() || !route.matchers().isEmpty()) {
      throw new ConfigException("root route must not have any matchers");
    }
    if (!route.muteTimeIntervals().isEmpty()) {
      throw new ConfigException("root route must not have any mute time intervals");
    }
    if (!route.activeTimeIntervals().isEmpty()) {
      throw new ConfigException("root route must not have any active time intervals");
    }
    if (route.continues()) {
      throw new ConfigException("cannot have continue in root route");
    }
    Set<String> names = new HashSet<>();
    for (ReceiverSpec receiver : receivers) {
      if (receiver.name().isEmpty()) {
        throw new ConfigException("missing name in receiver");
      }
      if (!names.add(receiver.name())) {
        throw new ConfigException(
            "notification config name \"" + receiver.name() + "\" is not unique");
      }
    }
    Set<String> intervals = new HashSet<>();
    for (NamedInterval interval : timeIntervals) {
      addInterval(intervals, interval.name(), "time interval");
    }
    for (NamedInterval interval : muteTimeIntervals) {
      addInterval(intervals, interval.name(), "mute time interval");
    }
    check(route, names, intervals);
    // matchers and ranges are read here already, so that a bad file changes nothing
    RouteNode.tree(route);
    new Inhibitor(inhibitRules);
    new Intervals(timeIntervals);
    new Intervals(muteTimeIntervals);
  }

  private static void addInterval(Set<String> names, String name, String kind) {
    if (name.isEmpty()) {
      throw new ConfigException("missing name in " + kind);
    }
    if (!names.add(name)) {
      throw new ConfigException(kind + " \"" + name + "\" is not unique");
    }
  }

  private static void check(RouteSpec route, Set<String> receivers, Set<String> intervals) {
    if (!route.receiver().isEmpty() && !receivers.contains(route.receiver())) {
      throw new ConfigException("undefined receiver \"" + route.receiver() + "\" used in route");
    }
    for (String name : route.muteTimeIntervals()) {
      if (!intervals.contains(name)) {
        throw new ConfigException("undefined time interval \"" + name + "\" used in route");
      }
    }
    for (String name : route.activeTimeIntervals()) {
      if (!intervals.contains(name)) {
        throw new ConfigException("undefined time interval \"" + name + "\" used in route");
      }
    }
    for (RouteSpec child : route.routes()) {
      check(child, receivers, intervals);
    }
  }

  /** A node of the route tree as it is written; null and absent inherit. */
  public record RouteSpec(
      @Default("") String receiver,
      @Nullable List<String> groupBy,
      @Key("continue") @Default("false") boolean continues,
      Map<String, String> match,
      Map<String, String> matchRe,
      List<String> matchers,
      @Nullable Duration groupWait,
      @Nullable Duration groupInterval,
      @Nullable Duration repeatInterval,
      List<String> muteTimeIntervals,
      List<String> activeTimeIntervals,
      Map<String, String> labels,
      List<RouteSpec> routes) {
    public RouteSpec {
      groupBy = groupBy == null ? null : List.copyOf(groupBy);
      match = Map.copyOf(match);
      matchRe = Map.copyOf(matchRe);
      matchers = List.copyOf(matchers);
      muteTimeIntervals = List.copyOf(muteTimeIntervals);
      activeTimeIntervals = List.copyOf(activeTimeIntervals);
      labels = Map.copyOf(labels);
      routes = List.copyOf(routes);
      if (groupInterval != null && groupInterval.isZero()) {
        throw new ConfigException("group_interval cannot be zero");
      }
      if (repeatInterval != null && repeatInterval.isZero()) {
        throw new ConfigException("repeat_interval cannot be zero");
      }
      if (groupBy != null) {
        Set<String> seen = new HashSet<>();
        for (String name : groupBy) {
          if (name.isEmpty()) {
            throw new ConfigException("invalid label name \"\" in group_by list");
          }
          if (!seen.add(name)) {
            throw new ConfigException("duplicated label \"" + name + "\" in group_by");
          }
        }
        if (seen.contains("...") && seen.size() > 1) {
          throw new ConfigException(
              "cannot have wildcard group_by (`...`) and other labels at the same time");
        }
      }
    }
  }

  /** A receiver: its integrations are keys that notifiers claim. */
  public record ReceiverSpec(
      @Default("") String name,
      Map<String, String> labels,
      @OpenKeys("notify") List<ExtensionConfig> integrations) {
    public ReceiverSpec {
      labels = Map.copyOf(labels);
      integrations = List.copyOf(integrations);
      String stated = labels.get("name");
      if (stated != null && !stated.equals(name)) {
        throw new ConfigException("label \"name\" of receiver \"" + name + "\" must be its name");
      }
    }
  }

  /** An inhibition rule as it is written. */
  public record InhibitSpec(
      @Default("") String name,
      Map<String, String> sourceMatch,
      Map<String, String> sourceMatchRe,
      List<String> sourceMatchers,
      Map<String, String> targetMatch,
      Map<String, String> targetMatchRe,
      List<String> targetMatchers,
      List<String> equal) {
    public InhibitSpec {
      sourceMatch = Map.copyOf(sourceMatch);
      sourceMatchRe = Map.copyOf(sourceMatchRe);
      sourceMatchers = List.copyOf(sourceMatchers);
      targetMatch = Map.copyOf(targetMatch);
      targetMatchRe = Map.copyOf(targetMatchRe);
      targetMatchers = List.copyOf(targetMatchers);
      equal = List.copyOf(equal);
    }
  }

  /** A named list of time intervals. */
  public record NamedInterval(@Default("") String name, List<IntervalSpec> timeIntervals) {
    public NamedInterval {
      timeIntervals = List.copyOf(timeIntervals);
    }
  }

  /** A time interval as it is written; empty lists stand for any. */
  public record IntervalSpec(
      List<TimeSpec> times,
      List<String> weekdays,
      List<String> daysOfMonth,
      List<String> months,
      List<String> years,
      @Default("UTC") String location) {
    public IntervalSpec {
      times = List.copyOf(times);
      weekdays = List.copyOf(weekdays);
      daysOfMonth = List.copyOf(daysOfMonth);
      months = List.copyOf(months);
      years = List.copyOf(years);
    }
  }

  /** A part of a day. */
  public record TimeSpec(@Default("") String startTime, @Default("") String endTime) {}
}
