package io.pharos.ingest.remotewrite;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.Flag;

/** The flag of the receiver. Immutable. */
public record RemoteWriteConfig(
    @Flag("web.enable-remote-write-receiver") @Default("false") boolean enabled) {}
