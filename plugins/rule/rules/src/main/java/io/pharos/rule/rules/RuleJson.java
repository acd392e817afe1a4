package io.pharos.rule.rules;

import io.pharos.toolkit.unit.GoFloats;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups, rules and alerts as the API shows them. */
final class RuleJson {
  private static final String NEVER = "0001-01-01T00:00:00Z";

  private RuleJson() {}

  static Map<String, @Nullable Object> group(RuleGroup group, List<Object> rules) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("name", group.plan().name());
    json.put("file", group.plan().file());
    json.put("rules", rules);
    json.put("interval", seconds(group.plan().intervalMillis()));
    json.put("limit", group.plan().limit());
    json.put("evaluationTime", group.lastSeconds());
    json.put("lastEvaluation", time(group.lastEvaluation()));
    return json;
  }

  static Map<String, @Nullable Object> rule(Rule rule, boolean excludeAlerts) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    Rule.Status status = rule.status();
    switch (rule) {
      case AlertingRule alerting -> {
        List<ActiveAlert.View> alerts = alerting.alerts();
        json.put("state", state(alerts));
        head(json, rule);
        json.put("duration", seconds(alerting.holdMillis()));
        json.put("keepFiringFor", seconds(alerting.keepFiringForMillis()));
        json.put("labels", rule.labels());
        json.put("annotations", alerting.annotations());
        List<Object> shown = new ArrayList<>();
        alerts.forEach(alert -> shown.add(alert(alert)));
        json.put("alerts", excludeAlerts ? null : shown);
      }
      case RecordingRule _ -> {
        head(json, rule);
        json.put("labels", rule.labels());
      }
    }
    json.put("health", status.health().word());
    if (!status.error().isEmpty()) {
      json.put("lastError", status.error());
    }
    json.put("evaluationTime", status.seconds());
    json.put("lastEvaluation", time(status.timestamp()));
    json.put("type", rule instanceof AlertingRule ? "alerting" : "recording");
    return json;
  }

  private static void head(Map<String, @Nullable Object> json, Rule rule) {
    json.put("name", rule.name());
    json.put("query", rule.expression());
  }

  private static String state(List<ActiveAlert.View> alerts) {
    ActiveAlert.State highest = ActiveAlert.State.INACTIVE;
    for (ActiveAlert.View alert : alerts) {
      if (alert.state().compareTo(highest) > 0) {
        highest = alert.state();
      }
    }
    return highest.word();
  }

  static Map<String, @Nullable Object> alert(ActiveAlert.View alert) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put("labels", alert.labels().toMap());
    json.put("annotations", alert.annotations());
    json.put("state", alert.state().word());
    json.put("activeAt", time(alert.activeAt()));
    if (alert.keepFiringSince() != ActiveAlert.NEVER) {
      json.put("keepFiringSince", time(alert.keepFiringSince()));
    }
    json.put("value", GoFloats.format(alert.value(), 'e', -1));
    return json;
  }

  private static double seconds(long millis) {
    return millis / 1000.0;
  }

  private static String time(long millis) {
    if (millis == Long.MIN_VALUE) {
      return NEVER;
    }
    String text = Instant.ofEpochMilli(millis).toString();
    // RFC 3339 in Go drops zeros at the end of the fraction
    return text.indexOf('.') < 0 ? text : text.replaceAll("0*Z$", "Z");
  }

  /** Names a group in requests for the next page. */
  static String token(GroupPlan plan) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] hash = digest.digest(plan.key().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new io.pharos.spi.error.BugException(
          io.pharos.spi.error.BugException.Code.BROKEN_INVARIANT, "a JDK without SHA-256", e);
    }
  }
}
