package io.pharos.ingest.remotewrite;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.Flag;
import io.pharos.spi.error.ConfigException;
import java.util.List;

/**
 * The flags of the receiver. Immutable.
 *
 * @param accepted names of the messages that are taken; none stands for both
 */
public record RemoteWriteConfig(
    @Flag("web.enable-remote-write-receiver") @Default("false") boolean enabled,
    @Flag("web.remote-write-receiver.accepted-protobuf-messages") List<String> accepted) {
  /** The message of remote write 1.0. */
  static final String V1 = "prometheus.WriteRequest";

  /** The message of remote write 2.0. */
  static final String V2 = "io.prometheus.write.v2.Request";

  static final List<String> BOTH = List.of(V1, V2);

  public RemoteWriteConfig {
    accepted = accepted.isEmpty() ? BOTH : List.copyOf(accepted);
    for (String message : accepted) {
      if (!BOTH.contains(message)) {
        throw new ConfigException(
            "web.remote-write-receiver.accepted-protobuf-messages: unknown type for remote write"
                + " protobuf message "
                + message
                + ", supported: "
                + String.join(", ", BOTH));
      }
    }
  }
}
