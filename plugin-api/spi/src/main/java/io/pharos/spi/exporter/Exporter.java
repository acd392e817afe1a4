package io.pharos.spi.exporter;

import io.pharos.spi.Experimental;
import java.util.List;
import java.util.Map;

/** A source of metrics inside the process, scraped like any target. */
@Experimental(since = "0.1")
public interface Exporter extends AutoCloseable {
  default void start() {}

  /**
   * Writes the metrics of now. Called for each scrape, perhaps by several threads; interrupted when
   * the scrape's timeout is over. What it throws fails the scrape, with its message as the error.
   */
  void collect(Query query, MetricSink sink) throws Exception;

  @Override
  void close();

  /**
   * What the scrape asks for, as it would stand in a URL. Immutable.
   *
   * @param path such as {@code /metrics}
   * @param parameters such as {@code collect[]}
   */
  record Query(String path, Map<String, List<String>> parameters) {
    public Query {
      parameters = Map.copyOf(parameters);
    }
  }
}
