package io.pharos.benchmarks.micro;

import io.pharos.model.label.LabelMatcher;
import io.pharos.model.label.Labels;
import io.pharos.model.label.MatchType;
import io.pharos.spi.storage.Appender;
import io.pharos.spi.storage.Flush;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.SelectHints;
import io.pharos.spi.storage.SeriesSet;
import io.pharos.spi.storage.Storage;
import io.pharos.storage.tsdb.TsdbConfig;
import io.pharos.storage.tsdb.TsdbFactory;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.toolkit.regex.Regex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Finding series among a million of ten labels, one of which differs for each: in the head after
 * they came in a thousand scrapes with the index refreshed between, and in the block that the head
 * was written to; beside a plain scan of all label sets with RE2/J. What is measured is a whole
 * selection, up to the last series.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx3g")
public class LabelIndexBenchmark {
  private static final int TARGETS = 1000;
  private static final int SERIES = 1000;
  private static final int NAMES = 250;
  private static final int REFRESH = 20;
  private static final long TIME = 1_772_798_400_000L;

  /** Where the series are. */
  @Param({"HEAD", "BLOCK"})
  public Place place;

  /** What is looked for. */
  @Param({"TWO_EQUAL", "PREFIX", "INFIX_BESIDE_EQUAL", "INFIX_ALONE"})
  public Search search;

  private final Path folder;
  private final FakeContext context;
  private final Storage storage;
  private final String[][] scanned = new String[TARGETS * SERIES][];
  private Regex regex = Regex.compile("");

  /** Where series can be. */
  public enum Place {
    HEAD,
    BLOCK
  }

  /** Kinds of selections. */
  public enum Search {
    TWO_EQUAL,
    PREFIX,
    INFIX_BESIDE_EQUAL,
    INFIX_ALONE;

    List<LabelMatcher> matchers() {
      return switch (this) {
        case TWO_EQUAL ->
            List.of(equal("instance", "host-0417:9100"), equal("__name__", "metric_017"));
        case PREFIX -> List.of(regex("uid", "00a.*"));
        case INFIX_BESIDE_EQUAL ->
            List.of(equal("instance", "host-0417:9100"), regex("uid", ".*5c.*"));
        case INFIX_ALONE -> List.of(regex("uid", ".*5c5d.*"));
      };
    }

    private static LabelMatcher equal(String name, String value) {
      return LabelMatcher.equal(name, value);
    }

    private static LabelMatcher regex(String name, String value) {
      return new LabelMatcher(MatchType.REGEX, name, value);
    }
  }

  public LabelIndexBenchmark() {
    place = Place.HEAD;
    search = Search.TWO_EQUAL;
    try {
      folder = Files.createTempDirectory("label-index");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    context = new FakeContext(folder);
    TsdbConfig config = TsdbConfig.in(folder.toString()).withDurability("os");
    storage = new TsdbFactory().create(config.withBlockDuration(Duration.ofHours(2)), context);
  }

  /** Brings a million series in, target by target, as scrapes would. */
  @Setup
  public void fill() {
    storage.start();
    long[] refs = new long[SERIES];
    double[] values = new double[SERIES];
    for (int target = 0; target < TARGETS; target++) {
      try (Appender appender = storage.appender()) {
        for (int s = 0; s < SERIES; s++) {
          Labels labels = labels(target, s);
          refs[s] = appender.ref(labels);
          scanned[target * SERIES + s] = pairs(labels);
        }
        appender.appendAt(TIME + target, refs, values, SERIES, new byte[SERIES]);
        appender.commit();
      }
      if (target % REFRESH == REFRESH - 1) {
        find(); // a search brings the index up to date when many series wait
      }
    }
    if (place == Place.BLOCK) {
      storage.ability(Flush.class).orElseThrow().flush();
    }
    for (LabelMatcher matcher : search.matchers()) {
      if (matcher.type().isRegex()) {
        regex = Regex.compile(matcher.value());
      }
    }
    System.out.printf("%n%s in %s finds %d series%n", search, place, find());
  }

  private static Labels labels(int target, int series) {
    int name = series % NAMES;
    // scattered, so that neither prefixes nor parts lie together
    long uid = ((target * (long) SERIES + series) * 0x9E3779B97F4A7C15L) >>> 32;
    return Labels.of(
        "__name__",
        "metric_" + number(name, 3),
        "cluster",
        "cluster-" + target % 4,
        "environment",
        target % 3 == 0 ? "staging" : "production",
        "instance",
        "host-" + number(target, 4) + ":9100",
        "job",
        "fleet",
        "mode",
        "mode-" + series / NAMES,
        "pod",
        "app-" + Integer.toHexString((target * 131 + series / 20) * 2654435 & 0xFFFFFF),
        "region",
        "region-" + target % 7,
        "uid",
        String.format(java.util.Locale.ROOT, "%08x", uid),
        "zone",
        "zone-" + target % 21);
  }

  private static String number(int value, int digits) {
    return String.format(java.util.Locale.ROOT, "%0" + digits + "d", value);
  }

  private static String[] pairs(Labels labels) {
    String[] pairs = new String[2 * labels.size()];
    for (int i = 0; i < labels.size(); i++) {
      pairs[2 * i] = labels.name(i).intern();
      pairs[2 * i + 1] = labels.value(i);
    }
    return pairs;
  }

  /** A selection of the storage. */
  @Benchmark
  public int find() {
    int found = 0;
    try (Querier querier = storage.querier(TIME, TIME + TARGETS);
        SeriesSet set =
            querier.select(SelectHints.samples(TIME, TIME + TARGETS), search.matchers())) {
      while (set.next() != null) {
        found++;
      }
    }
    return found;
  }

  /** The same by looking at every label set. */
  @Benchmark
  public int scan() {
    int found = 0;
    for (String[] pairs : scanned) {
      boolean matches = true;
      for (LabelMatcher matcher : search.matchers()) {
        matches &= matches && meets(matcher, pairs);
      }
      found += matches ? 1 : 0;
    }
    return found;
  }

  private boolean meets(LabelMatcher matcher, String[] pairs) {
    for (int i = 0; i < pairs.length; i += 2) {
      if (pairs[i].equals(matcher.name())) {
        return matcher.type().isRegex()
            ? regex.matches(pairs[i + 1])
            : pairs[i + 1].equals(matcher.value());
      }
    }
    return false;
  }

  /** Removes the folder. */
  @TearDown
  public void close() throws IOException {
    storage.close();
    context.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
