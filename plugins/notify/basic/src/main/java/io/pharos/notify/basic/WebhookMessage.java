package io.pharos.notify.basic;

import io.pharos.model.label.Labels;
import io.pharos.spi.notify.Notification;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What a webhook gets, version 4 of the original's format. Immutable.
 *
 * @param shown the notification with the alerts that the limit leaves
 * @param truncated how many it cut off
 */
record WebhookMessage(Notification shown, int truncated) {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");
  private static final String ZERO = "0001-01-01T00:00:00Z";

  static WebhookMessage of(Notification notification, long maxAlerts) {
    List<Notification.Alert> alerts = notification.alerts();
    if (maxAlerts == 0 || alerts.size() <= maxAlerts) {
      return new WebhookMessage(notification, 0);
    }
    Notification cut =
        new Notification(
            notification.receiver(),
            notification.groupKey(),
            notification.groupLabels(),
            alerts.subList(0, (int) maxAlerts),
            notification.externalUrl(),
            notification.reason(),
            notification.routeLabels());
    return new WebhookMessage(cut, alerts.size() - (int) maxAlerts);
  }

  Map<String, Object> json() {
    boolean firing = shown.alerts().stream().anyMatch(Notification.Alert::firing);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("receiver", SPECIAL.matcher(shown.receiver()).replaceAll("\\\\$0"));
    json.put("status", status(firing));
    List<Object> alerts = new ArrayList<>();
    shown.alerts().forEach(alert -> alerts.add(alert(alert)));
    json.put("alerts", alerts);
    json.put("notification_reason", shown.reason());
    json.put("groupLabels", shown.groupLabels().toMap());
    json.put("commonLabels", common(shown.alerts().stream().map(a -> a.labels().toMap()).toList()));
    json.put(
        "commonAnnotations",
        common(shown.alerts().stream().map(Notification.Alert::annotations).toList()));
    json.put("routeLabels", map(shown.routeLabels()));
    json.put("externalURL", shown.externalUrl());
    json.put("version", "4");
    json.put("groupKey", shown.groupKey());
    json.put("truncatedAlerts", truncated);
    return json;
  }

  private static Map<String, Object> alert(Notification.Alert alert) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("status", status(alert.firing()));
    json.put("labels", map(alert.labels()));
    json.put("annotations", new TreeMap<>(alert.annotations()));
    json.put("startsAt", time(alert.startsAt()));
    json.put("endsAt", alert.firing() ? ZERO : time(alert.endsAt()));
    json.put("generatorURL", alert.generatorUrl());
    json.put("fingerprint", alert.fingerprint());
    return json;
  }

  private static Map<String, String> map(Labels labels) {
    return labels.toMap();
  }

  private static String status(boolean firing) {
    return firing ? "firing" : "resolved";
  }

  private static String time(long millis) {
    String text = Instant.ofEpochMilli(millis).toString();
    return text.indexOf('.') < 0 ? text : text.replaceAll("0*Z$", "Z");
  }

  /** The pairs that all have. */
  private static Map<String, String> common(List<Map<String, String>> maps) {
    Map<String, String> common = new TreeMap<>(maps.isEmpty() ? Map.of() : maps.getFirst());
    for (Map<String, String> map : maps) {
      common.entrySet().removeIf(pair -> !pair.getValue().equals(map.get(pair.getKey())));
    }
    return common;
  }
}
