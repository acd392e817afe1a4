package io.pharos.exporter.jvm;

/** Settings of the exporter {@code jvm}: there are none. */
public record JvmConfig() {}
