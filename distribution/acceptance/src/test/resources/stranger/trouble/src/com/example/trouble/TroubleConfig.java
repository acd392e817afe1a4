package com.example.trouble;

import io.pharos.spi.config.Default;
import io.pharos.spi.error.ConfigException;
import java.util.List;

/** What is done, and in which method. */
public record TroubleConfig(
    @Default("nowhere") String at, @Default("throw") String how, @Default("") String name) {
  public TroubleConfig {
    if (!List.of("throw", "error", "hang", "sleep", "flood", "hoard", "hoard_on").contains(how)) {
      throw new ConfigException("how: unknown word '" + how + "'");
    }
  }

  /** Does it if it is to be done here. */
  void at(String place) {
    if (at.equals(place)) {
      Mischief.of(how, place);
    }
  }
}
