package io.pharos.acceptance.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random queries over random series, answered by Pharos and by an installed Prometheus. What
 * differs is explained by a {@link KnownDifference}, or is made as short as it can be and shown. A
 * few hundred queries, with {@code -Dpharos.long=true} twenty thousand; {@code
 * -Dpharos.differential.seed=N} repeats a run, {@code -Dpharos.differential.queries=N} changes its
 * length.
 */
class DifferentialIT {
  private static final int QUERIES =
      Integer.getInteger(
          "pharos.differential.queries", Boolean.getBoolean("pharos.long") ? 20_000 : 400);

  /** So many different answers are shown. */
  private static final int MOST_SHOWN = Integer.getInteger("pharos.differential.shown", 5);

  /** 2026-03-06 12:00:00 UTC. */
  private static final long START = 1_772_798_400L;

  private static final long SECONDS = RandomSeries.SAMPLES * RandomSeries.INTERVAL;

  @TempDir Path folder;

  private final long seed = Long.getLong("pharos.differential.seed", 20260306L);
  private final SplittableRandom random = new SplittableRandom(seed);
  private final Map<KnownDifference, Integer> explained = new EnumMap<>(KnownDifference.class);
  private final List<String> unexplained = new ArrayList<>();
  private int answered;

  /**
   * When a query is evaluated; the step is 0 for one moment alone. All times are one second behind
   * a multiple of five, and samples three, so that no window begins at a sample: the older
   * Prometheus took that in.
   */
  private record Times(long start, long end, long step) {
    static Times random(SplittableRandom random) {
      long from = START - 59 + 5 * random.nextLong(SECONDS / 5 + 40);
      if (random.nextBoolean()) {
        return new Times(from, from, 0);
      }
      long step = 5L * (1 + random.nextInt(24));
      return new Times(from, from + step * random.nextInt(30) + 5L * random.nextInt(4), step);
    }

    Answer ask(Server server, String query) throws Exception {
      if (step == 0) {
        return Answer.of(
            server.post("/api/v1/query", "query", query, "time", Long.toString(start)));
      }
      return Answer.of(
          server.post(
              "/api/v1/query_range",
              "query",
              query,
              "start",
              Long.toString(start),
              "end",
              Long.toString(end),
              "step",
              Long.toString(step)));
    }
  }

  @Test
  void answersRandomQueriesAsPrometheusDoes() throws Exception {
    Path program = Server.find("prometheus");
    assumeTrue(program != null, "prometheus is not installed");
    RandomSeries series = new RandomSeries(random.split(), START);
    try (Server theirs = start(String.valueOf(program), "theirs");
        Server ours = start(Server.launcher().toString(), "ours")) {
      series.writeTo(theirs);
      series.writeTo(ours);
      for (int i = 0; i < QUERIES && unexplained.size() < MOST_SHOWN; i++) {
        // each query has a seed of its own, so that one more in the generator changes one query
        SplittableRandom own = new SplittableRandom(seed + 31L * i);
        Term query = new QueryGenerator(own, START).next();
        check(theirs, ours, query, Times.random(own));
      }
    }
    System.out.println(
        "differential: seed " + seed + ", " + answered + " queries with a result, " + explained);
    assertThat(unexplained).isEmpty();
    assertThat(answered).isGreaterThan(QUERIES / 3);
  }

  private void check(Server theirs, Server ours, Term query, Times times) throws Exception {
    KnownDifference.Case found = ask(theirs, ours, query, times);
    answered += found.theirs().series().isEmpty() ? 0 : 1;
    if (found.theirs().isNear(found.ours())) {
      return;
    }
    KnownDifference known = explanation(found);
    if (known != null) {
      explained.merge(known, 1, Integer::sum);
      return;
    }
    Term least = query;
    boolean shrank = true;
    while (shrank) {
      shrank = false;
      for (Term smaller : least.smaller()) {
        if (smaller.text().length() < least.text().length()
            && isUnexplained(ask(theirs, ours, smaller, times))) {
          least = smaller;
          shrank = true;
          break;
        }
      }
    }
    KnownDifference.Case shown = ask(theirs, ours, least, times);
    unexplained.add(
        least.text()
            + "\n  "
            + times
            + "\n  Prometheus against Pharos: "
            + shown.theirs().difference(shown.ours())
            + "\n  found as: "
            + query.text()
            + "\n  seed: "
            + seed);
  }

  private static KnownDifference.Case ask(Server theirs, Server ours, Term query, Times times)
      throws Exception {
    String text = query.text();
    return new KnownDifference.Case(text, times.ask(theirs, text), times.ask(ours, text));
  }

  private static boolean isUnexplained(KnownDifference.Case found) {
    return !found.theirs().isNear(found.ours()) && explanation(found) == null;
  }

  private static @org.jspecify.annotations.Nullable KnownDifference explanation(
      KnownDifference.Case found) {
    return Stream.of(KnownDifference.values())
        .filter(rule -> rule.explains(found))
        .findFirst()
        .orElse(null);
  }

  private Server start(String program, String name) throws Exception {
    Path config = folder.resolve(name + ".yml");
    Files.writeString(config, "global:\n  scrape_interval: 15s\n  evaluation_interval: 20s\n");
    return Server.start(
        program,
        folder,
        "--config.file=" + config,
        "--storage.tsdb.path=" + folder.resolve(name + "-data"),
        "--storage.tsdb.retention.time=10y",
        "--web.enable-remote-write-receiver",
        "--web.listen-address=127.0.0.1:{port}");
  }
}
