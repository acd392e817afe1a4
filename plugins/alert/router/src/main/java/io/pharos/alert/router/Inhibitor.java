package io.pharos.alert.router;

import io.pharos.model.label.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Mutes alerts while others fire. Thread-safe. */
final class Inhibitor {
  private final List<Rule> rules = new ArrayList<>();

  Inhibitor(List<RouterConfig.InhibitSpec> specs) {
    for (RouterConfig.InhibitSpec spec : specs) {
      rules.add(
          new Rule(
              AlertMatcher.all(spec.sourceMatch(), spec.sourceMatchRe(), spec.sourceMatchers()),
              AlertMatcher.all(spec.targetMatch(), spec.targetMatchRe(), spec.targetMatchers()),
              spec.equal().stream().sorted().toList(),
              new ConcurrentHashMap<>()));
    }
  }

  int size() {
    return rules.size();
  }

  /** Hears of an alert that may be a source. */
  void update(StoredAlert alert, long now) {
    for (Rule rule : rules) {
      if (AlertMatcher.matchesAll(rule.source, alert.labels())) {
        rule.sources.merge(
            rule.key(alert.labels()),
            alert,
            (old, fresh) ->
                old.fingerprint() == fresh.fingerprint()
                        || old.isResolved(now)
                        || old.endsAt() <= fresh.endsAt()
                    ? fresh
                    : old);
      }
    }
  }

  /** The alert that mutes these labels now, null if none does. */
  @Nullable StoredAlert inhibitedBy(Labels target, long now) {
    for (Rule rule : rules) {
      if (!AlertMatcher.matchesAll(rule.target, target)) {
        continue;
      }
      StoredAlert source = rule.sources.get(rule.key(target));
      if (source == null || source.isResolved(now)) {
        continue;
      }
      boolean both =
          AlertMatcher.matchesAll(rule.source, target)
              && AlertMatcher.matchesAll(rule.target, source.labels());
      if (!both) {
        return source;
      }
    }
    return null;
  }

  /** Forgets sources that are over. */
  void collect(long now) {
    for (Rule rule : rules) {
      rule.sources.values().removeIf(alert -> alert.isResolved(now));
    }
  }

  /** A rule, and the newest source for each combination of its equal labels. */
  private record Rule(
      List<AlertMatcher> source,
      List<AlertMatcher> target,
      List<String> equal,
      Map<List<String>, StoredAlert> sources) {
    List<String> key(Labels labels) {
      return equal.stream().map(labels::valueOf).toList();
    }
  }
}
