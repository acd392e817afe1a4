package io.pharos.alert.router;

import io.pharos.alert.router.Answers.Refused;
import io.pharos.model.label.Labels;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.runtime.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Takes alerts over HTTP. Thread-safe. */
final class AlertIntake {
  private static final String WHAT = "alerts";

  private final RouterPart part;
  private final Clock clock;

  AlertIntake(RouterPart part, Clock clock) {
    this.part = part;
    this.clock = clock;
  }

  void post(HttpRequest request, HttpResponse response) throws IOException {
    Object body = RequestBody.read(request, WHAT);
    if (!(body instanceof List<?> list)) {
      throw Refused.unreadable(
          WHAT, RequestBody.wrongType(body, "PostableAlerts", "models.PostableAlerts"));
    }
    List<Posted> posted = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      posted.add(read(list.get(i), i));
    }
    List<String> errors = new ArrayList<>();
    long now = clock.millis();
    for (Posted one : posted) {
      StoredAlert alert = alert(one, now);
      part.metrics().received.with(alert.isResolved(now) ? "resolved" : "firing", "v2").inc();
      String error = error(one, alert);
      if (error.isEmpty()) {
        part.store().put(alert, now);
      } else {
        part.metrics().invalid.with("v2").inc();
        errors.add(error);
      }
    }
    if (errors.isEmpty()) {
      Answers.empty(response, 200);
    } else {
      Answers.error(response, 400, String.join("\n", errors));
    }
  }

  /** What was posted of one alert. */
  private record Posted(
      Map<String, String> labels,
      Map<String, String> annotations,
      @Nullable Long startsAt,
      @Nullable Long endsAt,
      String generatorUrl) {}

  private static Posted read(@Nullable Object value, int index) {
    if (!(value instanceof Map<?, ?> body)) {
      throw Refused.unreadable(WHAT, RequestBody.wrongType(value, "PostableAlert", "object"));
    }
    if (body.get("labels") == null) {
      throw Refused.missing(index + ".labels in body");
    }
    String url = RequestBody.text(body, "generatorURL", WHAT, "Alert.generatorURL");
    try {
      new URI(url);
    } catch (URISyntaxException e) {
      throw new Refused(
          422, 601, index + ".generatorURL in body must be of type uri: \"" + url + "\"");
    }
    return new Posted(
        RequestBody.texts(body, "labels", WHAT, "Alert.labels"),
        RequestBody.texts(body, "annotations", WHAT, "PostableAlert.annotations"),
        RequestBody.time(body, "startsAt", WHAT),
        RequestBody.time(body, "endsAt", WHAT),
        url);
  }

  private StoredAlert alert(Posted posted, long now) {
    Long end = posted.endsAt;
    Long start = posted.startsAt;
    long startsAt = start != null ? start : end != null ? Math.min(end, now) : now;
    long endsAt =
        end != null ? end : now + part.active().config().global().resolveTimeout().toMillis();
    return StoredAlert.of(
        Labels.of(posted.labels),
        posted.annotations,
        startsAt,
        endsAt,
        posted.generatorUrl,
        now,
        end == null);
  }

  private static String error(Posted posted, StoredAlert alert) {
    if (alert.endsAt() < alert.startsAt()) {
      return "start time must be before end time";
    }
    if (alert.labels().isEmpty()) {
      boolean named = posted.labels.containsKey("") && !posted.labels.get("").isEmpty();
      return named ? "invalid label set: invalid name \"\"" : "at least one label pair required";
    }
    if (alert.labels().has("")) {
      return "invalid label set: invalid name \"\"";
    }
    return posted.annotations.containsKey("") ? "invalid annotations: invalid name \"\"" : "";
  }
}
