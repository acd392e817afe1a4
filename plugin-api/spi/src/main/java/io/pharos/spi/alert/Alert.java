package io.pharos.spi.alert;

import static java.util.Objects.requireNonNull;

import io.pharos.model.label.Labels;
import io.pharos.spi.Experimental;
import java.util.Map;

/**
 * What a rule says of an alert; times in epoch milliseconds. Immutable.
 *
 * @param startsAt when it began to fire
 * @param endsAt when it ended, or when it is to be taken as ended unless it is heard of again
 * @param generatorUrl where people see what raised it, or ""
 */
@Experimental(since = "0.1")
public record Alert(
    Labels labels,
    Map<String, String> annotations,
    long startsAt,
    long endsAt,
    String generatorUrl) {
  public Alert {
    requireNonNull(labels, "labels");
    annotations = Map.copyOf(annotations);
    requireNonNull(generatorUrl, "generatorUrl");
  }
}
