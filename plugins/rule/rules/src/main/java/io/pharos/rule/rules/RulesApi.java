package io.pharos.rule.rules;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.toolkit.json.Envelope;
import io.pharos.toolkit.match.LabelFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Serves {@code /api/v1/rules} and {@code /api/v1/alerts}. Thread-safe. */
final class RulesApi {
  private final Supplier<List<RuleGroup>> groups;
  private final ServiceRef<QueryEngine> engines;

  RulesApi(Supplier<List<RuleGroup>> groups, ServiceRef<QueryEngine> engines) {
    this.groups = groups;
    this.engines = engines;
  }

  List<Route> routes() {
    return List.of(
        Route.get("/api/v1/rules", this::rules), Route.get("/api/v1/alerts", this::alerts));
  }

  private void alerts(HttpRequest request, HttpResponse response) throws IOException {
    List<Object> alerts = new ArrayList<>();
    for (RuleGroup group : groups.get()) {
      for (Rule rule : group.rules()) {
        if (rule instanceof AlertingRule alerting) {
          alerting.alerts().forEach(alert -> alerts.add(RuleJson.alert(alert)));
        }
      }
    }
    Envelope.success(response, Map.of("alerts", alerts));
  }

  private void rules(HttpRequest request, HttpResponse response) throws IOException {
    Selection selection;
    try {
      selection = selection(request);
    } catch (BadParameter | QueryException e) {
      Envelope.badData(response, String.valueOf(e.getMessage()));
      return;
    }
    List<RuleGroup> all = groups.get();
    int first = 0;
    if (!selection.token.isEmpty()) {
      first = find(all, selection.token);
      if (first < 0) {
        String reason =
            "invalid group_next_token '" + selection.token + "'. were rule groups changed?";
        Envelope.badData(response, Envelope.invalidParameter("group_next_token", reason));
        return;
      }
    }
    List<Object> shown = new ArrayList<>();
    String next = "";
    for (RuleGroup group : all.subList(first, all.size())) {
      Map<String, @Nullable Object> one = selection.show(group);
      if (one == null) {
        continue;
      }
      if (selection.limit > 0 && shown.size() == selection.limit) {
        next = RuleJson.token(group.plan());
        break;
      }
      shown.add(one);
    }
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("groups", shown);
    if (!next.isEmpty()) {
      data.put("groupNextToken", next);
    }
    Envelope.success(response, data);
  }

  private static int find(List<RuleGroup> all, String token) {
    for (int i = 0; i < all.size(); i++) {
      if (RuleJson.token(all.get(i).plan()).equals(token)) {
        return i;
      }
    }
    return -1;
  }

  private Selection selection(HttpRequest request) {
    Map<String, List<String>> query = request.query();
    List<List<LabelFilter>> matchers = matchers(query.getOrDefault("match[]", List.of()));
    String type = first(query, "type").toLowerCase(Locale.ROOT);
    if (!Set.of("", "alert", "record").contains(type)) {
      throw new BadParameter("type", "not supported value \"" + first(query, "type") + "\"");
    }
    boolean exclude = bool(first(query, "exclude_alerts"));
    String limit = first(query, "group_limit");
    String token = first(query, "group_next_token");
    if (limit.isEmpty() && !token.isEmpty()) {
      throw new BadParameter(
          "group_next_token",
          "group_limit needs to be present in order to paginate over the groups");
    }
    return new Selection(
        type,
        Set.copyOf(query.getOrDefault("rule_name[]", List.of())),
        Set.copyOf(query.getOrDefault("rule_group[]", List.of())),
        Set.copyOf(query.getOrDefault("file[]", List.of())),
        matchers,
        exclude,
        limit(limit),
        token);
  }

  private List<List<LabelFilter>> matchers(List<String> texts) {
    List<List<LabelFilter>> all = new ArrayList<>();
    if (texts.isEmpty()) {
      return all;
    }
    try (Lease<QueryEngine> engine = engines.acquire()) {
      for (String text : texts) {
        List<LabelMatcher> parsed = engine.get().parseSelector(text);
        List<LabelFilter> filters = LabelFilter.of(parsed);
        if (filters.stream().allMatch(LabelFilter::matchesEmpty)) {
          throw new QueryException(
              QueryException.Code.BAD_DATA, "match[] must contain at least one non-empty matcher");
        }
        all.add(filters);
      }
    }
    return all;
  }

  private static int limit(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    String problem = "invalid syntax";
    try {
      long value = Long.parseLong(text);
      if (value == (int) value) {
        if (value <= 0) {
          throw new BadParameter("group_limit", "group_limit needs to be greater than 0");
        }
        return (int) value;
      }
      problem = "value out of range";
    } catch (NumberFormatException e) {
      problem = text.matches("[+-]?[0-9]+") ? "value out of range" : "invalid syntax";
    }
    throw new BadParameter(
        "group_limit",
        "group_limit needs to be a valid number: strconv.ParseInt: parsing \""
            + text
            + "\": "
            + problem);
  }

  private static boolean bool(String text) {
    return switch (text) {
      case "", "0", "f", "F", "false", "FALSE", "False" -> false;
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      default ->
          throw new BadParameter(
              "exclude_alerts",
              "error converting exclude_alerts: strconv.ParseBool: parsing \""
                  + text
                  + "\": invalid syntax");
    };
  }

  private static String first(Map<String, List<String>> query, String name) {
    List<String> values = query.getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst();
  }

  /** A parameter that cannot be used. */
  private static final class BadParameter extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadParameter(String name, String reason) {
      super(Envelope.invalidParameter(name, reason));
    }
  }

  /** What is asked for; empty sets select everything. */
  private record Selection(
      String type,
      Set<String> names,
      Set<String> groupNames,
      Set<String> files,
      List<List<LabelFilter>> matchers,
      boolean excludeAlerts,
      int limit,
      String token) {
    /** The group with those of its rules that are selected, null where there is none. */
    @Nullable Map<String, @Nullable Object> show(RuleGroup group) {
      boolean other = !groupNames.isEmpty() && !groupNames.contains(group.plan().name());
      if (other || (!files.isEmpty() && !files.contains(group.plan().file()))) {
        return null;
      }
      List<Object> rules = new ArrayList<>();
      for (Rule rule : group.rules()) {
        if (selects(rule)) {
          rules.add(RuleJson.rule(rule, excludeAlerts));
        }
      }
      return rules.isEmpty() ? null : RuleJson.group(group, rules);
    }

    private boolean selects(Rule rule) {
      boolean alerts = rule instanceof AlertingRule;
      if (!type.isEmpty() && alerts != type.equals("alert")) {
        return false;
      }
      if (!names.isEmpty() && !names.contains(rule.name())) {
        return false;
      }
      return matchers.isEmpty()
          || matchers.stream()
              .anyMatch(filters -> LabelFilter.matchesAll(filters, rule.identity().labels()));
    }
  }
}
