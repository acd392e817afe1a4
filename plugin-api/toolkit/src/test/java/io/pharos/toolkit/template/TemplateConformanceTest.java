package io.pharos.toolkit.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Histogram;
import io.pharos.toolkit.json.Json;
import io.pharos.toolkit.template.PrometheusFunctions.Found;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the recorded templates, but for those whose queries need an engine. */
@Tag("conformance")
class TemplateConformanceTest {
  private static final String URL = "http://prom.example.com:9090/x";
  private static final Map<String, String> EXTERNAL = Map.of("cluster", "c1", "region", "eu");
  private static final Pattern NAME = Pattern.compile("d:[a-z]+");
  private static final Pattern SORTED = Pattern.compile("(sort|sort_desc)\\((d:[a-z]+)\\)");

  private final List<Found> data = new ArrayList<>();

  @Test
  void templatesGiveWhatTheOriginalGives() throws IOException {
    Path folder = Path.of(System.getProperty("pharos.conformance", ""), "templates");
    assumeTrue(Files.isDirectory(folder));
    load(folder.resolve("profiles.json"));
    int passed = 0;
    int skipped = 0;
    List<String> failed = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.resolve("cases"))) {
      for (Path file : files.sorted().toList()) {
        for (String line : Files.readAllLines(file)) {
          Map<String, Object> one = object(Json.parse(line));
          String wrong;
          try {
            wrong = difference(one);
          } catch (NeedsEngine e) {
            skipped++;
            continue;
          }
          if (wrong == null) {
            passed++;
          } else {
            failed.add(one.get("name") + ": " + one.get("template") + "\n    " + wrong);
          }
        }
      }
    }
    PrintStream out = System.out;
    failed.forEach(out::println);
    out.println("templates: " + passed + " passed, " + failed.size() + " failed");
    out.println("templates that need an engine: " + skipped);
    assertThat(passed).isPositive();
  }

  private @Nullable String difference(Map<String, Object> one) {
    Map<String, Object> expect = object(one.get("expect"));
    String alert = String.valueOf(one.get("alert"));
    RuleTemplate template;
    try {
      template = RuleTemplate.parse(alert, String.valueOf(one.get("template")));
    } catch (TemplateException e) {
      String refused = String.valueOf(expect.get("refused"));
      return refused.endsWith(": " + e.getMessage())
          ? null
          : refused + "\n    refused: " + e.getMessage();
    }
    if (expect.get("refused") != null) {
      return expect.get("refused") + "\n    was not refused";
    }
    try {
      String output =
          template.expand(() -> PrometheusFunctions.of(this::query, () -> 1.795e9, URL), dot(one));
      if (one.get("volatile") instanceof String regex) {
        return output.matches(regex) ? null : regex + "\n    " + output;
      }
      return output.equals(expect.get("output")) ? null : expect + "\n    " + output;
    } catch (TemplateException e) {
      if (String.valueOf(e.getCause()).contains(NeedsEngine.TEXT)) {
        throw new NeedsEngine();
      }
      return e.getMessage().equals(expect.get("error")) ? null : expect + "\n    " + e.getMessage();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> object(@Nullable Object value) {
    return value == null ? Map.of() : (Map<String, Object>) value;
  }

  private static Object dot(Map<String, Object> one) {
    Map<String, String> labels = new java.util.HashMap<>();
    object(one.get("labels")).forEach((name, value) -> labels.put(name, String.valueOf(value)));
    Object value = one.get("value");
    return PrometheusFunctions.data(
        labels,
        EXTERNAL,
        URL,
        value instanceof String text
            ? number(text)
            : PrometheusFunctions.value(0, histogram(value)));
  }

  private static double number(String text) {
    return Double.parseDouble(text.replace("Inf", "Infinity"));
  }

  private static Histogram histogram(@Nullable Object value) {
    Map<String, Object> h = object(object(value).get("h"));
    List<?> deltas = (List<?>) java.util.Objects.requireNonNull(h.get("positive_deltas"));
    List<?> spans = (List<?>) java.util.Objects.requireNonNull(h.get("positive_spans"));
    double[] counts = new double[deltas.size()];
    double running = 0;
    for (int i = 0; i < counts.length; i++) {
      running += ((Number) java.util.Objects.requireNonNull(deltas.get(i))).doubleValue();
      counts[i] = running;
    }
    int[] flat =
        spans.stream()
            .flatMap(s -> ((List<?>) s).stream())
            .mapToInt(n -> ((Number) n).intValue())
            .toArray();
    return Histogram.builder()
        .schema(intOf(h, "schema"))
        .zero(
            ((Number) java.util.Objects.requireNonNull(h.get("zero_threshold"))).doubleValue(),
            intOf(h, "zero_count"))
        .count(intOf(h, "count"))
        .sum(((Number) java.util.Objects.requireNonNull(h.get("sum"))).doubleValue())
        .positive(flat, counts)
        .build();
  }

  private static int intOf(Map<String, Object> map, String key) {
    return ((Number) java.util.Objects.requireNonNull(map.get(key))).intValue();
  }

  private void load(Path profiles) throws IOException {
    Map<String, Object> all = object(Json.parse(Files.readString(profiles)));
    List<?> series =
        (List<?>) java.util.Objects.requireNonNull(object(all.get("default")).get("data"));
    for (Object one : series) {
      Map<String, String> labels = new java.util.HashMap<>();
      object(object(one).get("labels"))
          .forEach((name, value) -> labels.put(name, String.valueOf(value)));
      Object value =
          ((List<?>) java.util.Objects.requireNonNull(object(one).get("values"))).getFirst();
      data.add(
          value instanceof String text
              ? new Found(Labels.of(labels), number(text), null)
              : new Found(Labels.of(labels), 0, histogram(value)));
    }
  }

  private List<Found> query(String query) {
    if (NAME.matcher(query).matches()) {
      return data.stream().filter(f -> f.labels().metricName().equals(query)).toList();
    }
    java.util.regex.Matcher sorted = SORTED.matcher(query);
    if (!sorted.matches()) {
      throw new NeedsEngine();
    }
    Comparator<Found> order = Comparator.comparingDouble(Found::value);
    return query(sorted.group(2)).stream()
        .sorted(sorted.group(1).equals("sort") ? order : order.reversed())
        .toList();
  }

  /** The query is more than a name. */
  private static final class NeedsEngine extends RuntimeException {
    static final String TEXT = "needs an engine";
    private static final long serialVersionUID = 1L;

    NeedsEngine() {
      super(TEXT);
    }
  }
}
