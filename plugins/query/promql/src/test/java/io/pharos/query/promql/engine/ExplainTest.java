package io.pharos.query.promql.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.PlanNode;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryRequest.Stats;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.QueryStats;
import io.pharos.spi.runtime.MemoryBudget.Priority;
import io.pharos.spi.storage.Appender;
import io.pharos.testkit.runtime.FakeContext;
import io.pharos.testkit.storage.MemoryStorage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  private static final int SERIES = 1500;

  @TempDir Path folder;

  private final MemoryStorage storage = new MemoryStorage();
  private FakeContext context;
  private QueryEngine engine;

  @BeforeEach
  void fill() {
    context = new FakeContext(folder);
    engine = new PromqlEngineFactory().create(TestConfigs.defaults(), context);
    try (Appender appender = storage.appender()) {
      for (int i = 0; i < SERIES; i++) {
        long ref = appender.ref(Labels.of("__name__", "m", "i", "" + i, "half", "" + i % 2));
        long[] times = {60_000, 120_000, 180_000};
        appender.appendSeries(ref, times, new double[] {i, i + 1, i + 2}, 3, new byte[3]);
      }
      appender.commit();
    }
  }

  @AfterEach
  void close() {
    engine.close();
    context.close();
  }

  private static QueryRequest ask(String query, Stats stats) {
    return new QueryRequest(
        query, 120_000, 180_000, 60_000, null, null, stats, Priority.QUERY, Map.of());
  }

  private PlanNode analyzed(String query) {
    QueryStats stats = requireNonNull(engine.query(ask(query, Stats.ANALYZE), storage).stats());
    return requireNonNull(stats.plan());
  }

  @Test
  void showsThePlanOfAQueryThatIsNotRun() {
    String query = "sum by (half) (rate(m{i!=\"\"}[1m] offset 30s)) > 1 + 1";
    PlanNode plan = engine.explain(ask(query, Stats.NONE));
    assertThat(plan.type()).isEqualTo("binaryExpr");
    assertThat(plan.name()).isEqualTo(">");
    assertThat(query.substring(plan.start(), plan.end())).isEqualTo(query);
    PlanNode sum = plan.children().get(0);
    PlanNode number = plan.children().get(1);
    assertThat(sum.type()).isEqualTo("aggregation");
    assertThat(sum.name()).isEqualTo("sum by (half)");
    assertThat(sum.steps()).isEqualTo(2);
    assertThat(number.type()).isEqualTo("numberLiteral");
    assertThat(number.name()).isEqualTo("2");
    assertThat(number.steps()).isEqualTo(1);
    PlanNode rate = sum.children().getFirst();
    assertThat(rate.name()).isEqualTo("rate");
    PlanNode range = rate.children().getFirst();
    assertThat(range.type()).isEqualTo("matrixSelector");
    assertThat(query.substring(range.start(), range.end())).isEqualTo("m{i!=\"\"}[1m] offset 30s");
    assertThat(range.details())
        .containsEntry("range", "1m")
        .containsEntry("offset", "30s")
        .containsEntry("grouping", "by (half)")
        .containsEntry("matchers", "{i!=\"\",__name__=\"m\"}");
    assertThat(range.children()).isEmpty();
    assertThat(List.of(plan, sum, number, rate, range)).allMatch(node -> node.cost() == null);
  }

  @Test
  void marksWhatIsComputedOnce() {
    PlanNode plan = engine.explain(ask("m * sum(m @ 120)", Stats.NONE));
    PlanNode once = plan.children().get(1);
    assertThat(once.type()).isEqualTo("aggregation");
    assertThat(once.steps()).isEqualTo(1);
    assertThat(once.children().getFirst().details()).containsEntry("at", "120");
    PlanNode subquery = engine.explain(ask("max_over_time(m[2m:30s])", Stats.NONE));
    assertThat(subquery.children().getFirst().steps()).isEqualTo(2);
    assertThat(subquery.children().getFirst().children().getFirst().steps()).isEqualTo(6);
  }

  @Test
  void refusesToExplainWhatItCannotRead() {
    assertThatThrownBy(() -> engine.explain(ask("sum(", Stats.NONE)))
        .isInstanceOfSatisfying(
            QueryException.class,
            e -> assertThat(e.code()).isEqualTo(QueryException.Code.BAD_DATA));
  }

  @Test
  void measuresEachOperator() {
    PlanNode sum = analyzed("sum by (half) (increase(m[2m]) > 0)");
    PlanNode filter = sum.children().getFirst();
    PlanNode increase = filter.children().get(0);
    PlanNode zero = filter.children().get(1);
    PlanNode range = increase.children().getFirst();
    PlanNode.Cost cost = requireNonNull(sum.cost());
    assertThat(cost.series()).isEqualTo(2);
    assertThat(cost.samples()).isEqualTo(4);
    assertThat(cost.samplesRead()).isZero();
    assertThat(cost.bytes()).isPositive();
    assertThat(requireNonNull(filter.cost()).series()).isEqualTo(SERIES);
    assertThat(requireNonNull(increase.cost()).samples()).isEqualTo(2 * SERIES);
    assertThat(requireNonNull(range.cost()).series()).isEqualTo(SERIES);
    assertThat(requireNonNull(range.cost()).samplesRead()).isEqualTo(3 * SERIES);
    assertThat(requireNonNull(zero.cost()).samples()).isEqualTo(2);
  }

  @Test
  void countsTheTimeOfOperatorsWithinThoseAbove() {
    PlanNode sum = analyzed("sum(rate(m[2m]))");
    PlanNode rate = sum.children().getFirst();
    PlanNode range = rate.children().getFirst();
    long all = requireNonNull(sum.cost()).nanos();
    long below = requireNonNull(rate.cost()).nanos();
    long least = requireNonNull(range.cost()).nanos();
    assertThat(all).isGreaterThanOrEqualTo(below);
    assertThat(below).isGreaterThanOrEqualTo(least);
    assertThat(requireNonNull(sum.cost()).selfNanos()).isEqualTo(all - below);
    assertThat(requireNonNull(rate.cost()).selfNanos()).isEqualTo(below - least);
  }

  @Test
  void givesTheSameAnalyzedOrNot() {
    for (String query :
        List.of(
            "m",
            "sum by (half) (m)",
            "topk(3, m)",
            "m * on (i) m",
            "label_replace(m, \"j\", \"$1\", \"i\", \"(.).*\")",
            "scalar(sum(m)) + m",
            "max_over_time(rate(m[1m])[2m:30s])",
            "timestamp(m @ 120)",
            "absent(m)",
            "m and m > 700")) {
      QueryResult plain = engine.query(ask(query, Stats.NONE), storage);
      QueryResult analyzed = engine.query(ask(query, Stats.ANALYZE), storage);
      assertThat(shown(analyzed)).as(query).isEqualTo(shown(plain));
    }
  }

  private static List<String> shown(QueryResult result) {
    return result.series().stream()
        .map(
            series -> {
              StringBuilder text = new StringBuilder(series.labels().toString());
              for (int i = 0; i < series.size(); i++) {
                text.append(' ').append(series.timestamp(i)).append('=').append(series.value(i));
              }
              return text.toString();
            })
        .toList();
  }

  @Test
  void countsSamplesOfEachStep() {
    QueryStats stats =
        requireNonNull(engine.query(ask("sum(rate(m[2m]))", Stats.PER_STEP), storage).stats());
    assertThat(stats.perStep()).containsExactly(2L * SERIES, 2L * SERIES);
    assertThat(stats.readPerStep()).containsExactly(2L * SERIES, (long) SERIES);
    assertThat(stats.totalQueryableSamples()).isEqualTo(4L * SERIES);
    assertThat(stats.samplesRead()).isEqualTo(3L * SERIES);
  }

  @Test
  void countsWhatIsComputedOnceAtEachStep() {
    QueryStats stats =
        requireNonNull(engine.query(ask("sum(m @ 120)", Stats.PER_STEP), storage).stats());
    assertThat(stats.perStep()).containsExactly((long) SERIES, (long) SERIES);
    assertThat(stats.samplesRead()).isEqualTo(SERIES);
  }

  @Test
  void countsTheValuesOfASubqueryOnce() {
    QueryStats stats =
        requireNonNull(
            engine.query(ask("max_over_time(m[2m:1m])", Stats.PER_STEP), storage).stats());
    assertThat(stats.perStep()).containsExactly(2L * SERIES, 2L * SERIES);
    assertThat(stats.totalQueryableSamples()).isEqualTo(4L * SERIES);
  }

  @Test
  void countsNothingWhereNoSamplesAreRead() {
    QueryStats stats = requireNonNull(engine.query(ask("1", Stats.PER_STEP), storage).stats());
    assertThat(stats.perStep()).containsExactly(0L, 0L);
    assertThat(stats.totalQueryableSamples()).isZero();
  }
}
