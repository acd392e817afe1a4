package io.pharos.spi.config;

import io.pharos.model.label.Labels;
import io.pharos.spi.Experimental;
import io.pharos.spi.error.ConfigException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The section {@code global} of the server's file, with the original's defaults. Immutable.
 *
 * @param scrapeTimeout null if not stated: the lower of 10 s and the interval
 * @param scrapeProtocols empty if not stated
 */
@Experimental(since = "0.1")
public record GlobalConfig(
    @Default("1m") Duration scrapeInterval,
    @Nullable Duration scrapeTimeout,
    List<String> scrapeProtocols,
    @Default("1m") Duration evaluationInterval,
    @Default("0s") Duration ruleQueryOffset,
    @Default("") @RelativeToFile String queryLogFile,
    @Default("") @RelativeToFile String scrapeFailureLogFile,
    Labels externalLabels,
    @Default("0") ByteSize bodySizeLimit,
    @Default("0") long sampleLimit,
    @Default("0") long targetLimit,
    @Default("0") long labelLimit,
    @Default("0") long labelNameLengthLimit,
    @Default("0") long labelValueLengthLimit,
    @Default("0") long keepDroppedTargets,
    @Default("utf8") String metricNameValidationScheme,
    @Default("") String metricNameEscapingScheme,
    @Default("false") boolean scrapeNativeHistograms,
    @Default("false") boolean alwaysScrapeClassicHistograms,
    @Default("false") boolean convertClassicHistogramsToNhcb,
    @Nullable Boolean extraScrapeMetrics) {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final Duration TEN_SECONDS = Duration.ofSeconds(10);

  public GlobalConfig {
    scrapeProtocols = List.copyOf(scrapeProtocols);
    if (scrapeInterval.isZero()) {
      scrapeInterval = MINUTE;
    }
    if (evaluationInterval.isZero()) {
      evaluationInterval = MINUTE;
    }
    if (scrapeTimeout != null && scrapeTimeout.compareTo(scrapeInterval) > 0) {
      throw new ConfigException("global scrape timeout greater than scrape interval");
    }
  }

  /** The timeout in force for jobs that state none. */
  public Duration effectiveScrapeTimeout() {
    if (scrapeTimeout != null) {
      return scrapeTimeout;
    }
    return scrapeInterval.compareTo(TEN_SECONDS) < 0 ? scrapeInterval : TEN_SECONDS;
  }
}
