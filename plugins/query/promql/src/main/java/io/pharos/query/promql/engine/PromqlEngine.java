package io.pharos.query.promql.engine;

import io.pharos.model.label.LabelMatcher;
import io.pharos.query.promql.annotation.Annotations;
import io.pharos.query.promql.ast.Expr;
import io.pharos.query.promql.ast.ValueType;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.operator.Evaluation;
import io.pharos.query.promql.operator.Evaluator;
import io.pharos.query.promql.operator.PlanTree;
import io.pharos.query.promql.operator.Profile;
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
import io.pharos.spi.query.PlanNode;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryRequest.Stats;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.QueryStats;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.Reconfigurable;
import io.pharos.spi.storage.Querier;
import io.pharos.spi.storage.Storage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers PromQL. Thread-safe. */
public final class PromqlEngine implements QueryEngine, Reconfigurable<PromqlConfig> {
  private static final Logger log = LoggerFactory.getLogger(PromqlEngine.class);

  /** Threads that compute, beside those of the callers. */
  private final int parallelism = Runtime.getRuntime().availableProcessors();

  private final Context context;
  private final ParseOptions options;
  private final Set<String> features;
  private final ActiveQueries running;
  private final EngineMetrics metrics;
  private volatile PromqlConfig config;
  private volatile Slots slots;
  private volatile @Nullable QueryLog queryLog;
  private volatile boolean closed;

  PromqlEngine(PromqlConfig config, Context context) {
    this.config = config;
    this.context = context;
    this.features = context.server().features();
    this.options = ParseOptions.of(features);
    this.slots = new Slots(config.maxConcurrency());
    this.running = new ActiveQueries(context);
    this.metrics =
        new EngineMetrics(
            context.metrics(),
            new EngineMetrics.Gauges(
                running::count, () -> slots.count(), () -> queryLog == null ? 0 : 1));
  }

  @Override
  public void start() {
    running.open(config.maxConcurrency());
    openLog(config);
  }

  /** Opens the query log that is configured; the one before takes lines until then. */
  private void openLog(PromqlConfig wanted) {
    String path = wanted.global().queryLogFile();
    QueryLog next = path.isEmpty() ? null : QueryLog.open(path);
    QueryLog before = queryLog;
    queryLog = next;
    if (before != null) {
      before.close();
    }
  }

  @Override
  public Applied apply(PromqlConfig changed) {
    openLog(changed);
    if (changed.maxConcurrency() != config.maxConcurrency()) {
      slots = new Slots(changed.maxConcurrency());
    }
    config = changed;
    return Applied.APPLIED;
  }

  /** The query log is opened anew at each reload, so that it can be moved away before. */
  @Override
  public boolean readsFiles() {
    return true;
  }

  @Override
  public QueryResult query(QueryRequest request, Storage storage) {
    if (closed) {
      throw new QueryException(QueryException.Code.UNAVAILABLE, "query engine is closed");
    }
    RunningQuery query = running.begin(request);
    try {
      PromqlConfig current = config;
      QueryTimer timer = new QueryTimer(context.clock());
      Planned planned = plan(request, current);
      Run run = new Run(query, planned, current, timer, timeoutNanos(request, current));
      QueryResult result;
      try {
        result = inTurn(run, storage);
      } catch (RuntimeException e) {
        log(run, e.getMessage());
        throw e;
      }
      log(run, null);
      return result;
    } finally {
      running.end(query);
    }
  }

  private Planned plan(QueryRequest request, PromqlConfig current) {
    Expr expr = Parser.parse(request.query(), options);
    checkType(expr, request);
    QueryTimes times =
        new QueryTimes(
            request.start(),
            request.end(),
            request.step(),
            current.global().evaluationInterval().toMillis());
    return new Planned(Planner.plan(expr, times), times);
  }

  private QueryResult inTurn(Run run, Storage storage) {
    Slots taken = slots;
    taken.take(run.timeoutNanos());
    int entry = running.runs(run.query());
    try {
      run.timer().leftQueue();
      return evaluate(run, storage);
    } finally {
      running.ran(entry);
      taken.giveBack();
    }
  }

  /** A line of the query log, where there is one. */
  private void log(Run run, @Nullable String error) {
    QueryLog current = queryLog;
    if (current == null) {
      return;
    }
    Evaluation evaluation = run.query().evaluation();
    QueryLog.Cost cost =
        evaluation == null
            ? new QueryLog.Cost(run.timer(), 0, 0, 0)
            : new QueryLog.Cost(
                run.timer(),
                evaluation.queryableSamples(),
                evaluation.readSamples(),
                evaluation.peakSamples());
    try {
      current.write(context.clock().millis(), run.query().request(), cost, error);
    } catch (IOException e) {
      metrics.logFailed();
      log.error("query cannot be logged [file={}]", run.config().global().queryLogFile(), e);
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

  private QueryResult evaluate(Run run, Storage storage) {
    QueryRequest request = run.query().request();
    PromqlConfig current = run.config();
    QueryTimer timer = run.timer();
    Node plan = run.planned().plan();
    Duration lookbackWanted = request.lookback();
    long lookback = (lookbackWanted == null ? current.lookbackDelta() : lookbackWanted).toMillis();
    Evaluation.Settings settings =
        new Evaluation.Settings(
            lookback,
            current.maxSamples(),
            context.clock().nanos() - timer.queueNanos() + run.timeoutNanos(),
            features.contains("promql-delayed-name-removal"),
            features.contains("type-and-unit-labels"),
            features.contains("use-start-timestamps"),
            request.stats() == Stats.PER_STEP);
    Steps steps = Steps.between(request.start(), request.end(), request.step());
    Annotations annotations = new Annotations(request.query());
    Workers workers = new Workers(context.scheduler().workers("query", parallelism), parallelism);
    Reach reach = Reach.of(plan, request.start(), request.end(), lookback);
    long mint = reach == null ? request.start() : reach.mint();
    long maxt = reach == null ? request.end() : reach.maxt();
    try (MemoryBudget.Account memory = context.memory().open("query", request.priority());
        Querier querier = storage.querier(mint, maxt)) {
      Profile profile =
          request.stats() == Stats.ANALYZE ? new Profile(context.clock(), memory) : null;
      Evaluation evaluation =
          new Evaluation(
              run.planned().times(),
              settings,
              querier,
              annotations,
              workers,
              context.clock(),
              memory,
              profile);
      run.query().evaluates(evaluation);
      timer.prepared();
      Results.Shaped shaped =
          new Results(new Evaluator(evaluation), steps, request.isInstant()).compute(plan);
      timer.evaluated();
      timer.sorted();
      metrics.observe(timer, evaluation.queryableSamples(), evaluation.readSamples());
      return new QueryResult(
          shaped.type(),
          shaped.series(),
          shaped.string(),
          request.start(),
          annotations.warnings(),
          annotations.infos(),
          request.stats() == Stats.NONE
              ? null
              : stats(
                  timer, evaluation, profile == null ? null : PlanTree.of(plan, steps, profile)));
    }
  }

  private static QueryStats stats(
      QueryTimer timer, Evaluation evaluation, @Nullable PlanNode tree) {
    return new QueryStats(
        timer.totalNanos() - timer.queueNanos(),
        timer.sortNanos(),
        timer.prepareNanos(),
        timer.innerNanos(),
        timer.queueNanos(),
        timer.totalNanos(),
        evaluation.queryableSamples(),
        evaluation.readSamples(),
        evaluation.peakSamples(),
        evaluation.perStep(),
        evaluation.readPerStep(),
        tree);
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
  public PlanNode explain(QueryRequest request) {
    Steps steps = Steps.between(request.start(), request.end(), request.step());
    return PlanTree.of(plan(request, config).plan(), steps, null);
  }

  @Override
  public List<ActiveQuery> active() {
    return running.list();
  }

  @Override
  public void close() {
    closed = true;
    running.close();
    QueryLog before = queryLog;
    queryLog = null;
    if (before != null) {
      before.close();
    }
  }

  /** What a text means at its times. Immutable. */
  private record Planned(Node plan, QueryTimes times) {}

  /** One query on its way. */
  private record Run(
      RunningQuery query,
      Planned planned,
      PromqlConfig config,
      QueryTimer timer,
      long timeoutNanos) {}
}
