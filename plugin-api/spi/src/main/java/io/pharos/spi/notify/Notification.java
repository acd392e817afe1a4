package io.pharos.spi.notify;

import static java.util.Objects.requireNonNull;

import io.pharos.model.label.Labels;
import io.pharos.spi.Experimental;
import java.util.List;
import java.util.Map;

/**
 * The alerts of one group for one receiver. Immutable.
 *
 * @param groupKey the same for each notification of the group
 * @param alerts firing ones first
 * @param externalUrl where the alertmanager is reached
 * @param reason why it is sent, in the original's words: {@code first notification}
 * @param routeLabels labels of the route, rendered
 */
@Experimental(since = "0.1")
public record Notification(
    String receiver,
    String groupKey,
    Labels groupLabels,
    List<Alert> alerts,
    String externalUrl,
    String reason,
    Labels routeLabels) {
  public Notification {
    requireNonNull(receiver, "receiver");
    requireNonNull(groupKey, "groupKey");
    requireNonNull(groupLabels, "groupLabels");
    alerts = List.copyOf(alerts);
    requireNonNull(externalUrl, "externalUrl");
    requireNonNull(reason, "reason");
    requireNonNull(routeLabels, "routeLabels");
  }

  /**
   * One alert; times in epoch milliseconds. Immutable.
   *
   * @param endsAt when it ended, or when it will be taken as ended unless it is heard of again
   * @param fingerprint identifies its labels
   */
  public record Alert(
      Labels labels,
      Map<String, String> annotations,
      long startsAt,
      long endsAt,
      boolean firing,
      String generatorUrl,
      String fingerprint) {
    public Alert {
      requireNonNull(labels, "labels");
      annotations = Map.copyOf(annotations);
    }
  }
}
