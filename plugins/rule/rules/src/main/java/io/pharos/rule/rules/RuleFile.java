package io.pharos.rule.rules;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.Key;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A rule file as it is written. Immutable. */
public record RuleFile(List<Group> groups) {
  public RuleFile {
    groups = List.copyOf(groups);
  }

  /**
   * A group.
   *
   * @param interval null for the global one
   * @param queryOffset null for the global one
   * @param limit 0 for none
   */
  public record Group(
      @Default("") String name,
      @Nullable Duration interval,
      @Nullable Duration queryOffset,
      @Default("0") long limit,
      Map<String, String> labels,
      List<Entry> rules) {
    public Group {
      labels = Map.copyOf(labels);
      rules = List.copyOf(rules);
    }
  }

  /** A rule of one of both kinds; which of its keys may stand together is checked later. */
  public record Entry(
      @Default("") String record,
      @Default("") String alert,
      @Default("") String expr,
      @Key("for") @Default("0s") Duration hold,
      @Default("0s") Duration keepFiringFor,
      Map<String, String> labels,
      Map<String, String> annotations) {
    public Entry {
      labels = Map.copyOf(labels);
      annotations = Map.copyOf(annotations);
    }

    /** The name that messages call it by. */
    String name() {
      return record.isEmpty() ? alert : record;
    }
  }
}
