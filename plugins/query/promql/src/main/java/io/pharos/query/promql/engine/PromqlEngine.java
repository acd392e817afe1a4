package io.pharos.query.promql.engine;

import io.pharos.model.label.LabelMatcher;
import io.pharos.query.promql.annotation.Annotations;
import io.pharos.query.promql.ast.Expr;
import io.pharos.query.promql.ast.ValueType;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.operator.Evaluation;
import io.pharos.query.promql.operator.Evaluator;
import io.pharos.query.promql.operator.Workers;
import io.pharos.query.promql.parse.ParseOptions;
import io.pharos.query.promql.parse.Parser;
import io.pharos.query.promql.plan.Node;
import io.pharos.query.promql.plan.Planner;
import io.pharos.query.promql.plan.QueryTimes;
import io.pharos.query.promql.plan.Reach;
import io.pharos.query.promql.series.Steps;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.ActiveQuery;
import io.pharos.spi.query.ParsedQuery;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.QueryStats;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.Reconfigurable;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.Storage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Answers PromQL. Thread-safe. */
public final class PromqlEngine implements QueryEngine, Reconfigurable<PromqlConfig> {
  /** Threads that compute, beside those of the callers. */
  private final int parallelism = Runtime.getRuntime().availableProcessors();

  private final Context context;
  private final ParseOptions options;
  private final Set<String> features;
  private final Map<Long, RunningQuery> running = new ConcurrentHashMap<>();
  private final AtomicLong ids = new AtomicLong();
  private final EngineMetrics metrics;
  private volatile PromqlConfig config;
  private volatile Slots slots;
  private volatile boolean closed;

  PromqlEngine(PromqlConfig config, Context context) {
    this.config = config;
    this.context = context;
    this.features = context.server().features();
    this.options = ParseOptions.of(features);
    this.slots = new Slots(config.maxConcurrency());
    this.metrics = new EngineMetrics(context.metrics(), () -> running.size(), () -> slots.count());
  }

  @Override
  public Applied apply(PromqlConfig changed) {
    if (changed.maxConcurrency() != config.maxConcurrency()) {
      slots = new Slots(changed.maxConcurrency());
    }
    config = changed;
    return Applied.APPLIED;
  }

  @Override
  public QueryResult query(QueryRequest request, Storage storage) {
    if (closed) {
      throw new QueryException(QueryException.Code.UNAVAILABLE, "query engine is closed");
    }
    PromqlConfig current = config;
    QueryTimer timer = new QueryTimer(context.clock());
    RunningQuery query = new RunningQuery(ids.incrementAndGet(), request, context.clock().millis());
    running.put(query.id(), query);
    try {
      Expr expr = Parser.parse(request.query(), options);
      checkType(expr, request);
      QueryTimes times =
          new QueryTimes(
              request.start(),
              request.end(),
              request.step(),
              current.global().evaluationInterval().toMillis());
      Node plan = Planner.plan(expr, times);
      long timeout = timeoutNanos(request, current);
      Slots taken = slots;
      taken.take(timeout);
      try {
        timer.leftQueue();
        return evaluate(query, plan, times, storage, current, timer, timeout);
      } finally {
        taken.giveBack();
      }
    } finally {
      running.remove(query.id());
      query.end();
    }
  }

  private static void checkType(Expr expr, QueryRequest request) {
    if (!request.isInstant()
        && expr.type() != ValueType.SCALAR
        && expr.type() != ValueType.VECTOR) {
      throw new QueryException(
          QueryException.Code.BAD_DATA,
          "invalid expression type "
              + GoText.quote(expr.type().description())
              + " for range query, must be Scalar or instant Vector");
    }
  }

  private static long timeoutNanos(QueryRequest request, PromqlConfig config) {
    Duration timeout = config.timeout();
    Duration wanted = request.timeout();
    return (wanted != null && wanted.compareTo(timeout) < 0 ? wanted : timeout).toNanos();
  }

  private QueryResult evaluate(
      RunningQuery query,
      Node plan,
      QueryTimes times,
      Storage storage,
      PromqlConfig current,
      QueryTimer timer,
      long timeoutNanos) {
    QueryRequest request = query.request();
    Duration lookbackWanted = request.lookback();
    long lookback = (lookbackWanted == null ? current.lookbackDelta() : lookbackWanted).toMillis();
    Evaluation.Settings settings =
        new Evaluation.Settings(
            lookback,
            current.maxSamples(),
            context.clock().nanos() - timer.queueNanos() + timeoutNanos,
            features.contains("promql-delayed-name-removal"),
            features.contains("type-and-unit-labels"),
            features.contains("use-start-timestamps"));
    Annotations annotations = new Annotations(request.query());
    Workers workers = new Workers(context.scheduler().workers("query", parallelism), parallelism);
    Reach reach = Reach.of(plan, request.start(), request.end(), lookback);
    long mint = reach == null ? request.start() : reach.mint();
    long maxt = reach == null ? request.end() : reach.maxt();
    try (MemoryBudget.Account memory = context.memory().open("query", request.priority());
        Querier querier = storage.querier(mint, maxt)) {
      Evaluation evaluation =
          new Evaluation(times, settings, querier, annotations, workers, context.clock(), memory);
      query.evaluates(evaluation);
      timer.prepared();
      Steps steps = Steps.between(request.start(), request.end(), request.step());
      Results.Shaped shaped =
          new Results(new Evaluator(evaluation), steps, request.isInstant()).compute(plan);
      timer.evaluated();
      timer.sorted();
      metrics.observe(timer, evaluation.queryableSamples());
      return new QueryResult(
          shaped.type(),
          shaped.series(),
          shaped.string(),
          request.start(),
          annotations.warnings(),
          annotations.infos(),
          request.stats() == QueryRequest.Stats.NONE ? null : stats(timer, evaluation));
    }
  }

  private static QueryStats stats(QueryTimer timer, Evaluation evaluation) {
    return new QueryStats(
        timer.totalNanos() - timer.queueNanos(),
        timer.sortNanos(),
        timer.prepareNanos(),
        timer.innerNanos(),
        timer.queueNanos(),
        timer.totalNanos(),
        evaluation.queryableSamples(),
        evaluation.decodedSamples(),
        evaluation.peakSamples(),
        List.of(),
        List.of(),
        null);
  }

  @Override
  public List<LabelMatcher> parseSelector(String selector) {
    return Parser.parseSelector(selector);
  }

  @Override
  public ParsedQuery parse(String query) {
    return new ParsedPromql(Parser.parse(query, options));
  }

  @Override
  public List<ActiveQuery> active() {
    List<ActiveQuery> active = new ArrayList<>(running.values());
    active.sort(Comparator.comparingLong(ActiveQuery::id));
    return active;
  }

  @Override
  public void close() {
    closed = true;
    running.values().forEach(RunningQuery::cancel);
  }
}
