package io.pharos.rule.rules;

import io.pharos.model.label.Label;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.spi.error.QueryException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A rule that writes what its expression gives under a new name. */
final class RecordingRule extends Rule {
  RecordingRule(String name, String expression, Map<String, String> labels) {
    super(name, expression, labels);
  }

  @Override
  List<RuleSample> evaluate(Evaluation evaluation) {
    List<RuleSample> result = evaluation.vector(expression());
    List<RuleSample> samples = new ArrayList<>(result.size());
    Set<Object> seen = HashSet.newHashSet(result.size());
    LabelsBuilder builder = new LabelsBuilder();
    for (RuleSample sample : result) {
      builder.reset(sample.labels()).set(Label.NAME, name());
      labels().forEach(builder::set);
      RuleSample renamed = new RuleSample(builder.build(), sample.value(), sample.histogram());
      if (!seen.add(renamed.labels())) {
        throw new QueryException(
            QueryException.Code.EXECUTION,
            "vector contains metrics with the same labelset after applying rule labels");
      }
      samples.add(renamed);
    }
    if (evaluation.limit() > 0 && samples.size() > evaluation.limit()) {
      throw new QueryException(
          QueryException.Code.EXECUTION,
          "exceeded limit of " + evaluation.limit() + " with " + samples.size() + " series");
    }
    return samples;
  }
}
