package io.pharos.toolkit.template;

import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The template of a label or an annotation of an alerting rule. Immutable. */
public final class RuleTemplate {
  private static final String VARIABLES =
      "{{$labels := .Labels}}{{$externalLabels := .ExternalLabels}}"
          + "{{$externalURL := .ExternalURL}}{{$value := .Value}}";
  private static final Map<String, Function> NAMES =
      PrometheusFunctions.of(query -> List.of(), () -> 0, "");

  private final String text;
  private final @Nullable Template template;

  private RuleTemplate(String text, @Nullable Template template) {
    this.text = text;
    this.template = template;
  }

  /**
   * Reads a template.
   *
   * @param alert the alert's name, for messages
   * @throws TemplateException in the original's words if it is none
   */
  public static RuleTemplate parse(String alert, String text) {
    // most labels are plain text
    boolean plain = text.indexOf("{{") < 0;
    return new RuleTemplate(
        text, plain ? null : Template.parse("__alert_" + alert, VARIABLES + text, NAMES));
  }

  /** The text as it was written. */
  public String text() {
    return text;
  }

  /**
   * Carries it out.
   *
   * @param functions those of {@link PrometheusFunctions}, made when needed
   * @param data what {@link PrometheusFunctions#data} gives
   * @throws TemplateException in the original's words if it fails
   */
  public String expand(Supplier<Map<String, Function>> functions, Object data) {
    if (template == null) {
      return text;
    }
    try {
      return template.withFunctions(functions.get()).execute(data);
    } catch (TemplateException e) {
      throw new TemplateException(
          "error executing template " + template.name() + ": " + e.getMessage(), e);
    }
  }
}
