package io.pharos.alert.router;

import io.pharos.alert.router.Answers.Refused;
import io.pharos.model.label.Labels;
import io.pharos.model.label.MatchType;
import io.pharos.spi.config.ConfigView;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.spi.runtime.Context;
import io.pharos.toolkit.hash.Fingerprints;
import io.pharos.toolkit.json.Json;
import io.pharos.toolkit.regex.Regex;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Serves {@code /api/v2} on the server's site and on the alertmanager's own. Thread-safe. */
final class ApiV2 {
  static final String SITE = "alertmanager";
  private static final String GONE =
      "The Alertmanager v1 API was deprecated in version 0.16.0 and is removed as of version 0.27.0"
          + " - please use the equivalent route in the v2 API";

  private final RouterPart part;
  private final Context context;
  private final ConfigView view;
  private final AlertIntake intake;
  private final SilenceApi silences;

  ApiV2(RouterPart part, Context context, ConfigView view) {
    this.part = part;
    this.context = context;
    this.view = view;
    intake = new AlertIntake(part, context.clock());
    silences = new SilenceApi(part.silences(), context.clock());
  }

  List<Route> routes() {
    List<Route> routes = new ArrayList<>();
    add(routes, "GET", "/api/v2/status", Route.Access.READ, this::status);
    add(routes, "GET", "/api/v2/receivers", Route.Access.READ, this::receivers);
    add(routes, "GET", "/api/v2/alerts", Route.Access.READ, this::alerts);
    add(routes, "POST", "/api/v2/alerts", Route.Access.WRITE, intake::post);
    add(routes, "GET", "/api/v2/alerts/groups", Route.Access.READ, this::groups);
    add(routes, "GET", "/api/v2/silences", Route.Access.READ, silences::list);
    add(routes, "POST", "/api/v2/silences", Route.Access.WRITE, silences::post);
    add(routes, "GET", "/api/v2/silence/{silenceID}", Route.Access.READ, silences::get);
    add(routes, "DELETE", "/api/v2/silence/{silenceID}", Route.Access.WRITE, silences::delete);
    Set<String> any = Set.of("GET", "POST", "DELETE");
    for (String path : List.of("status", "receivers", "alerts", "silences", "silence/{id}")) {
      routes.add(
          new Route(SITE, any, "/api/v1/" + path, Route.Access.READ, false, false, ApiV2::gone));
    }
    return routes;
  }

  private static void add(
      List<Route> routes, String method, String path, Route.Access access, HttpHandler handler) {
    HttpHandler guarded =
        (request, response) -> {
          try {
            handler.handle(request, response);
          } catch (Refused refused) {
            Answers.refusal(response, refused);
          }
        };
    Route route = new Route(Route.SERVER, Set.of(method), path, access, false, false, guarded);
    routes.add(route);
    routes.add(route.on(SITE));
  }

  private static void gone(HttpRequest request, HttpResponse response) throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("status", "deprecated");
    body.put("error", GONE);
    response.status(410).text("application/json", Json.write(body));
  }

  private void status(HttpRequest request, HttpResponse response) throws IOException {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("peers", List.of());
    cluster.put("status", "disabled");
    Map<String, Object> version = new LinkedHashMap<>();
    version.put("branch", "");
    version.put("buildDate", "");
    version.put("buildUser", "");
    version.put("goVersion", "");
    version.put("revision", "");
    version.put("version", context.server().version());
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("cluster", cluster);
    body.put("config", Map.of("original", view.yaml(SITE)));
    body.put("uptime", Times.print(context.server().startedAt()));
    body.put("versionInfo", version);
    Answers.json(response, body);
  }

  private void receivers(HttpRequest request, HttpResponse response) throws IOException {
    try {
      List<AlertMatcher> matchers = receiverMatchers(request);
      List<Object> shown = new ArrayList<>();
      for (RouterConfig.ReceiverSpec spec : part.active().config().receivers()) {
        Map<String, String> labels = labels(spec);
        if (matchesAll(matchers, Labels.of(labels))) {
          Map<String, Object> one = new LinkedHashMap<>();
          one.put("labels", labels);
          one.put("name", spec.name());
          shown.add(one);
        }
      }
      Answers.json(response, shown);
    } catch (ConfigException e) {
      Answers.error(response, 400, e.getMessage());
    }
  }

  private static Map<String, String> labels(RouterConfig.ReceiverSpec spec) {
    Map<String, String> labels = new TreeMap<>(spec.labels());
    labels.put("name", spec.name());
    return labels;
  }

  /** What a request for alerts selects. */
  private record Selection(
      List<AlertMatcher> filters,
      Set<String> receivers,
      boolean active,
      boolean silenced,
      boolean inhibited,
      boolean muted) {
    boolean takes(State state) {
      return (active || !state.word().equals("active"))
          && (silenced || state.silencedBy.isEmpty())
          && (inhibited || state.inhibitedBy.isEmpty());
    }
  }

  /** Who mutes an alert. */
  private record State(List<String> silencedBy, List<String> inhibitedBy, List<String> mutedBy) {
    String word() {
      boolean quiet = silencedBy.isEmpty() && inhibitedBy.isEmpty() && mutedBy.isEmpty();
      return quiet ? "active" : "suppressed";
    }
  }

  private Selection selection(HttpRequest request) {
    List<AlertMatcher> filters = matchers(request, "filter");
    List<AlertMatcher> byLabels = receiverMatchers(request);
    String pattern = request.query().getOrDefault("receiver", List.of("")).getFirst();
    Regex regex = pattern.isEmpty() ? null : regex(pattern);
    Set<String> receivers = new java.util.HashSet<>();
    for (RouterConfig.ReceiverSpec spec : part.active().config().receivers()) {
      boolean named = regex == null || regex.matches(spec.name());
      if (named && matchesAll(byLabels, Labels.of(labels(spec)))) {
        receivers.add(spec.name());
      }
    }
    return new Selection(
        filters,
        receivers,
        flag(request, "active"),
        flag(request, "silenced"),
        flag(request, "inhibited"),
        flag(request, "muted"));
  }

  private static Regex regex(String pattern) {
    try {
      return Regex.compile("^(?:" + pattern + ")$");
    } catch (IllegalArgumentException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "failed to parse receiver param: " + e.getMessage(), e);
    }
  }

  private static List<AlertMatcher> receiverMatchers(HttpRequest request) {
    try {
      return matchers(request, "receiver_matchers");
    } catch (ConfigException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "failed to parse receiver_matchers param: " + e.getMessage(),
          e);
    }
  }

  static List<AlertMatcher> matchers(HttpRequest request, String name) {
    List<AlertMatcher> matchers = new ArrayList<>();
    for (String text : request.query().getOrDefault(name, List.of())) {
      matchers.add(MatcherParser.parseOne(text));
    }
    return matchers;
  }

  /** A boolean of the query: true where it is missing, and for a few words alone. */
  static boolean flag(HttpRequest request, String name) {
    List<String> values = request.query().getOrDefault(name, List.of("true"));
    return Set.of("true", "1", "yes", "ok", "y", "on", "selected", "checked", "t", "enabled")
        .contains(values.getLast().toLowerCase(java.util.Locale.ROOT));
  }

  private static boolean matchesAll(List<AlertMatcher> matchers, Labels labels) {
    for (AlertMatcher matcher : matchers) {
      boolean present =
          matcher.type() != MatchType.NOT_EQUAL
              || !matcher.value().isEmpty()
              || labels.has(matcher.name());
      if (!present || !matcher.matches(labels)) {
        return false;
      }
    }
    return true;
  }

  private void alerts(HttpRequest request, HttpResponse response) throws IOException {
    try {
      Selection selection = selection(request);
      long now = context.clock().millis();
      List<Object> shown = new ArrayList<>();
      for (StoredAlert alert : part.store().active(now)) {
        List<String> receivers = receivers(alert);
        boolean taken =
            matchesAll(selection.filters, alert.labels())
                && receivers.stream().anyMatch(selection.receivers::contains);
        State state = state(alert, List.of(), now);
        if (taken && selection.takes(state)) {
          shown.add(alert(alert, receivers, state));
        }
      }
      Answers.json(response, shown);
    } catch (ConfigException e) {
      Answers.error(response, 400, e.getMessage());
    }
  }

  private void groups(HttpRequest request, HttpResponse response) throws IOException {
    try {
      Selection selection = selection(request);
      List<AlertGroup> groups = new ArrayList<>(part.active().dispatcher().groups());
      groups.sort(
          Comparator.comparing(AlertGroup::labels)
              .thenComparing(group -> group.route().receiver()));
      List<Object> shown = new ArrayList<>();
      for (AlertGroup group : groups) {
        boolean muted = !group.mutedBy().isEmpty() && !selection.muted;
        if (!muted && selection.receivers.contains(group.route().receiver())) {
          List<Object> alerts = alertsOf(group, selection);
          if (!alerts.isEmpty()) {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("alerts", alerts);
            one.put("labels", group.labels().toMap());
            one.put("receiver", Map.of("name", group.route().receiver()));
            one.put("routeLabels", new TreeMap<>(group.route().labels()));
            shown.add(one);
          }
        }
      }
      Answers.json(response, shown);
    } catch (ConfigException e) {
      Answers.error(response, 400, e.getMessage());
    }
  }

  private List<Object> alertsOf(AlertGroup group, Selection selection) {
    long now = context.clock().millis();
    List<StoredAlert> alerts = group.alerts();
    alerts.sort(StoredAlert.ORDER);
    List<Object> shown = new ArrayList<>();
    for (StoredAlert alert : alerts) {
      State state = state(alert, group.mutedBy(), now);
      boolean taken = !alert.isResolved(now) && matchesAll(selection.filters, alert.labels());
      if (taken && selection.takes(state)) {
        shown.add(alert(alert, receivers(alert), state));
      }
    }
    return shown;
  }

  private List<String> receivers(StoredAlert alert) {
    return part.active().dispatcher().root().match(alert.labels()).stream()
        .map(RouteNode::receiver)
        .toList();
  }

  private State state(StoredAlert alert, List<String> mutedBy, long now) {
    StoredAlert source = part.active().inhibitor().inhibitedBy(alert.labels(), now);
    return new State(
        part.silences().silencedBy(alert.labels(), now),
        source == null ? List.of() : List.of(Fingerprints.hex(source.fingerprint())),
        mutedBy);
  }

  private static Map<String, Object> alert(StoredAlert alert, List<String> receivers, State state) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("inhibitedBy", state.inhibitedBy);
    status.put("mutedBy", state.mutedBy);
    status.put("silencedBy", state.silencedBy);
    status.put("state", state.word());
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("annotations", alert.annotations());
    json.put("endsAt", Times.print(alert.endsAt()));
    json.put("fingerprint", Fingerprints.hex(alert.fingerprint()));
    json.put("receivers", receivers.stream().map(name -> Map.of("name", name)).toList());
    json.put("startsAt", Times.print(alert.startsAt()));
    json.put("status", status);
    json.put("updatedAt", Times.print(alert.updatedAt()));
    if (!alert.generatorUrl().isEmpty()) {
      json.put("generatorURL", alert.generatorUrl());
    }
    json.put("labels", alert.labels().toMap());
    return json;
  }
}
