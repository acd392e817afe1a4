package io.pharos.ingest.push;

import io.pharos.spi.config.Flag;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the part takes from the file and the command line. Immutable.
 *
 * @param pushgateway if stated, pushes are taken on the server's own site too
 * @param persistenceFile "" for none
 */
public record PushConfig(
    @Nullable Section pushgateway,
    @Flag("push.web.telemetry-path") String telemetryPath,
    @Flag("push.web.enable-admin-api") boolean adminApi,
    @Flag("push.persistence.file") String persistenceFile,
    @Flag("push.persistence.interval") Duration persistenceInterval,
    @Flag("push.disable-consistency-check") boolean unchecked,
    @Flag("push.enable-utf8-names") boolean utf8Names) {
  /** The section {@code pushgateway}: it has no keys, its presence is what counts. */
  public record Section() {}
}
