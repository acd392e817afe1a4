package com.example.horn;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.RelativeToFile;
import java.nio.file.Path;

/** An entry of {@code horn_configs}: the file that takes the lines. */
public record HornConfig(@RelativeToFile Path file, @Default("true") boolean sendResolved) {}
