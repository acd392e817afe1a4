package io.pharos.rule.rules;

import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.toolkit.template.Function;
import io.pharos.toolkit.template.PrometheusFunctions;
import io.pharos.toolkit.template.RuleTemplate;
import io.pharos.toolkit.template.TemplateException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the templates of alerting rules. Thread-safe. */
final class AlertTemplates {
  private static final Logger log = LoggerFactory.getLogger(AlertTemplates.class);

  private final Map<String, String> externalLabels;
  private final String externalUrl;
  private final MetricRegistry.Counter expansions;
  private final MetricRegistry.Counter failures;

  AlertTemplates(Map<String, String> externalLabels, String externalUrl, MetricRegistry metrics) {
    this.externalLabels = externalLabels;
    this.externalUrl = externalUrl;
    expansions =
        metrics
            .counter(
                "prometheus_template_text_expansions_total",
                "The total number of template text expansions.")
            .with();
    failures =
        metrics
            .counter(
                "prometheus_template_text_expansion_failures_total",
                "The total number of template text expansion failures.")
            .with();
  }

  String externalUrl() {
    return externalUrl;
  }

  /** What templates see of one series. */
  Object data(RuleSample sample) {
    return PrometheusFunctions.data(
        sample.labels().toMap(),
        externalLabels,
        externalUrl,
        PrometheusFunctions.value(sample.value(), sample.histogram()));
  }

  /** The text of a template; of one that fails, why it does. */
  String expand(String alert, RuleTemplate template, Object data, Evaluation evaluation) {
    expansions.inc();
    try {
      return template.expand(() -> functions(evaluation), data);
    } catch (TemplateException e) {
      failures.inc();
      log.warn("expanding alert template failed alert={} reason={}", alert, e.getMessage());
      return "<error expanding template: " + e.getMessage() + ">";
    }
  }

  private Map<String, Function> functions(Evaluation evaluation) {
    return PrometheusFunctions.of(
        query -> found(evaluation.templateVector(query)),
        () -> evaluation.timestamp() / 1000.0,
        externalUrl);
  }

  private static List<PrometheusFunctions.Found> found(List<RuleSample> samples) {
    return samples.stream()
        .map(s -> new PrometheusFunctions.Found(s.labels(), s.value(), s.histogram()))
        .toList();
  }
}
