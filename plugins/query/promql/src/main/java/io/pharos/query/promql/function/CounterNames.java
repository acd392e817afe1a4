package io.pharos.query.promql.function;

import io.pharos.query.promql.lexer.GoText;

/** Tells users who take the rate of what does not look like a counter. */
final class CounterNames {
  private CounterNames() {}

  static void check(RangeInput in) {
    String name = in.metricName();
    if (name.isEmpty()) {
      return;
    }
    String type = in.typeLabels() ? in.labels().valueOf("__type__") : "";
    if (!type.isEmpty()) {
      if (!type.equals("counter") && !type.equals("histogram")) {
        in.annotations()
            .info(
                "metric might not be a counter, __type__ label is not set to \"counter\" or"
                    + " \"histogram\", got "
                    + GoText.quote(type)
                    + ": ",
                "",
                name,
                in.span());
      }
    } else if (!name.endsWith("_total")
        && !name.endsWith("_sum")
        && !name.endsWith("_count")
        && !name.endsWith("_bucket")) {
      in.annotations()
          .info(
              "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: ",
              "",
              name,
              in.span());
    }
  }
}
