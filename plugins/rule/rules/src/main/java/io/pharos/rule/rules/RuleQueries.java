package io.pharos.rule.rules;

import io.pharos.spi.error.PharosException;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.query.QueryRequest;
import io.pharos.spi.query.QueryResult;
import io.pharos.spi.query.ResultSeries;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the queries of rules. Thread-safe. */
final class RuleQueries {
  private final ServiceRef<QueryEngine> engines;
  private final ServiceRef<Storage> storages;

  RuleQueries(ServiceRef<QueryEngine> engines, ServiceRef<Storage> storages) {
    this.engines = engines;
    this.storages = storages;
  }

  /**
   * The series of an instant query; a scalar is one without labels.
   *
   * @param group who asks, for the query log
   * @throws PharosException if it fails or gives something else
   */
  List<RuleSample> vector(String query, long timestamp, Map<String, String> group) {
    QueryRequest request =
        new QueryRequest(
            query,
            timestamp,
            timestamp,
            0,
            null,
            null,
            QueryRequest.Stats.NONE,
            MemoryBudget.Priority.ALERTING,
            Map.of("ruleGroup", group));
    try (Lease<QueryEngine> engine = engines.acquire();
        Lease<Storage> storage = storages.acquire()) {
      QueryResult result = engine.get().query(request, storage.get());
      return switch (result.type()) {
        case VECTOR, SCALAR -> samples(result.series());
        case MATRIX, STRING ->
            throw new QueryException(
                QueryException.Code.EXECUTION, "rule result is not a vector or scalar");
      };
    }
  }

  private static List<RuleSample> samples(List<ResultSeries> series) {
    List<RuleSample> samples = new ArrayList<>(series.size());
    for (ResultSeries one : series) {
      if (one.size() > 0) {
        samples.add(new RuleSample(one.labels(), one.value(0), one.histogram(0)));
      }
    }
    return samples;
  }

  ServiceRef<Storage> storages() {
    return storages;
  }

  ServiceRef<QueryEngine> engines() {
    return engines;
  }
}
