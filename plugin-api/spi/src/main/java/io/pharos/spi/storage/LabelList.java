package io.pharos.spi.storage;

import io.pharos.spi.Experimental;
import java.util.List;

/**
 * Names or values of labels, sorted. Immutable.
 *
 * @param truncated whether a limit cut the list
 * @param warnings what went wrong without making the answer useless
 */
@Experimental(since = "0.1")
public record LabelList(List<String> values, boolean truncated, List<String> warnings) {
  public LabelList {
    values = List.copyOf(values);
    warnings = List.copyOf(warnings);
  }
}
