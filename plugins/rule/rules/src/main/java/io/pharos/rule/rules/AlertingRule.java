package io.pharos.rule.rules;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.rule.rules.ActiveAlert.State;
import io.pharos.spi.alert.Alert;
import io.pharos.spi.error.QueryException;
import io.pharos.toolkit.template.PrometheusFunctions;
import io.pharos.toolkit.template.RuleTemplate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A rule whose series are alerts. */
final class AlertingRule extends Rule {
  static final String ALERTS = "ALERTS";
  static final String FOR_STATE = "ALERTS_FOR_STATE";
  static final String ALERT_NAME = "alertname";

  /** How long alerts that are over are told again. */
  private static final long RESOLVED_RETENTION = 15 * 60_000L;

  private final long hold;
  private final long keepFiringFor;
  private final Map<String, RuleTemplate> labelTemplates;
  private final Map<String, RuleTemplate> annotationTemplates;
  private final AlertTemplates templates;
  private final ReentrantLock lock = new ReentrantLock();

  @GuardedBy("lock")
  private final Map<Labels, ActiveAlert> active = new LinkedHashMap<>();

  private volatile boolean restored;

  AlertingRule(RulePlan plan, AlertTemplates templates, boolean restored) {
    super(plan.name(), plan.expression(), plan.labels());
    this.hold = plan.holdMillis();
    this.keepFiringFor = plan.keepFiringForMillis();
    this.labelTemplates = parsed(plan.name(), plan.labels());
    this.annotationTemplates = parsed(plan.name(), plan.annotations());
    this.templates = templates;
    this.restored = restored;
  }

  private static Map<String, RuleTemplate> parsed(String alert, Map<String, String> texts) {
    Map<String, RuleTemplate> parsed = new TreeMap<>();
    texts.forEach((name, text) -> parsed.put(name, RuleTemplate.parse(alert, text)));
    return parsed;
  }

  long holdMillis() {
    return hold;
  }

  long keepFiringForMillis() {
    return keepFiringFor;
  }

  /** Annotations as they are configured, sorted by name. */
  Map<String, String> annotations() {
    Map<String, String> texts = new LinkedHashMap<>();
    annotationTemplates.forEach((name, template) -> texts.put(name, template.text()));
    return texts;
  }

  /** From now on the series of its alerts are written. */
  void restored() {
    restored = true;
  }

  @Override
  List<RuleSample> evaluate(Evaluation evaluation) {
    Map<Labels, ActiveAlert> found = found(evaluation);
    long now = evaluation.timestamp();
    lock.lock();
    try {
      for (ActiveAlert alert : found.values()) {
        ActiveAlert known = active.get(alert.labels);
        if (known != null && known.state != State.INACTIVE) {
          known.value = alert.value;
          known.annotations = alert.annotations;
        } else {
          active.put(alert.labels, alert);
        }
      }
      List<ActiveAlert> lasting = new ArrayList<>(found.size());
      for (Iterator<ActiveAlert> alerts = active.values().iterator(); alerts.hasNext(); ) {
        ActiveAlert alert = alerts.next();
        if (found.containsKey(alert.labels)) {
          alert.keepFiringSince = ActiveAlert.NEVER;
          move(alert, now);
          lasting.add(alert);
        } else if (isKept(alert, now)) {
          lasting.add(alert);
        } else if (end(alert, now)) {
          alerts.remove();
        }
      }
      if (evaluation.limit() > 0 && lasting.size() > evaluation.limit()) {
        active.clear();
        throw new QueryException(
            QueryException.Code.EXECUTION,
            "exceeded limit of " + evaluation.limit() + " with " + lasting.size() + " alerts");
      }
      return restored ? series(lasting) : List.of();
    } finally {
      lock.unlock();
    }
  }

  private Map<Labels, ActiveAlert> found(Evaluation evaluation) {
    Map<Labels, ActiveAlert> found = new LinkedHashMap<>();
    LabelsBuilder builder = new LabelsBuilder();
    for (RuleSample sample : evaluation.vector(expression())) {
      Object data = templates.data(sample);
      builder.reset(sample.labels()).remove(Label.NAME);
      labelTemplates.forEach(
          (name, template) ->
              builder.set(name, templates.expand(name(), template, data, evaluation)));
      Labels labels = builder.set(ALERT_NAME, name()).build();
      Map<String, String> annotations = new LinkedHashMap<>();
      annotationTemplates.forEach(
          (name, template) ->
              annotations.put(name, templates.expand(name(), template, data, evaluation)));
      ActiveAlert alert =
          new ActiveAlert(labels, annotations, sample.value(), evaluation.timestamp());
      if (found.put(labels, alert) != null) {
        throw new QueryException(
            QueryException.Code.EXECUTION,
            "vector contains metrics with the same labelset after applying alert labels");
      }
    }
    return found;
  }

  /** Between pending and firing; a hold that was raised takes an alert back. */
  private void move(ActiveAlert alert, long now) {
    boolean longEnough = now - alert.activeAt >= hold;
    if (alert.state == State.PENDING && longEnough) {
      alert.state = State.FIRING;
      alert.firedAt = now;
    } else if (alert.state == State.FIRING && !longEnough) {
      alert.state = State.PENDING;
      alert.firedAt = ActiveAlert.NEVER;
      alert.lastSentAt = ActiveAlert.NEVER;
    }
  }

  private boolean isKept(ActiveAlert alert, long now) {
    if (alert.state != State.FIRING || keepFiringFor == 0) {
      return false;
    }
    if (alert.keepFiringSince == ActiveAlert.NEVER) {
      alert.keepFiringSince = now;
    }
    return now - alert.keepFiringSince < keepFiringFor;
  }

  /** Ends an alert; true if it can be forgotten. */
  private static boolean end(ActiveAlert alert, long now) {
    boolean forgotten =
        alert.state == State.PENDING
            || (alert.resolvedAt != ActiveAlert.NEVER
                && now - alert.resolvedAt > RESOLVED_RETENTION);
    if (alert.state != State.INACTIVE) {
      alert.state = State.INACTIVE;
      alert.resolvedAt = now;
    }
    return forgotten;
  }

  private List<RuleSample> series(List<ActiveAlert> alerts) {
    List<RuleSample> samples = new ArrayList<>(2 * alerts.size());
    LabelsBuilder builder = new LabelsBuilder();
    for (ActiveAlert alert : alerts) {
      base(builder, alert).set(Label.NAME, ALERTS).set("alertstate", alert.state.word());
      samples.add(RuleSample.of(builder.build(), 1));
      base(builder, alert).set(Label.NAME, FOR_STATE);
      samples.add(RuleSample.of(builder.build(), (double) Math.floorDiv(alert.activeAt, 1000)));
    }
    return samples;
  }

  /** The rule's labels as they are configured, and the alert's over them. */
  private LabelsBuilder base(LabelsBuilder builder, ActiveAlert alert) {
    builder.reset(Labels.empty());
    labels().forEach(builder::set);
    for (int i = 0; i < alert.labels.size(); i++) {
      builder.set(alert.labels.name(i), alert.labels.value(i));
    }
    return builder;
  }

  /** The alerts that have to be told now, marked as told. */
  List<Alert> toSend(long now, long resendDelay, long interval) {
    String url = templates.externalUrl() + PrometheusFunctions.graphLink(expression(), 1);
    List<Alert> alerts = new ArrayList<>();
    lock.lock();
    try {
      for (ActiveAlert alert : active.values()) {
        if (alert.needsSending(now, resendDelay)) {
          alert.lastSentAt = now;
          alert.validUntil = now + 4 * Math.max(interval, resendDelay);
          long end = alert.resolvedAt != ActiveAlert.NEVER ? alert.resolvedAt : alert.validUntil;
          alerts.add(new Alert(alert.labels, alert.annotations, alert.firedAt, end, url));
        }
      }
    } finally {
      lock.unlock();
    }
    return alerts;
  }

  /** Does something with every alert that is not over. */
  void forEachActive(Consumer<ActiveAlert> action) {
    lock.lock();
    try {
      for (ActiveAlert alert : active.values()) {
        if (alert.state != State.INACTIVE) {
          action.accept(alert);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Alerts that are not over, as the API shows them. */
  List<ActiveAlert.View> alerts() {
    List<ActiveAlert.View> views = new ArrayList<>();
    forEachActive(alert -> views.add(alert.view()));
    return views;
  }

  /** Goes on with the alerts of an earlier version of the rule, which is done. */
  void takeOver(AlertingRule earlier) {
    List<ActiveAlert> alerts;
    earlier.lock.lock();
    try {
      alerts = List.copyOf(earlier.active.values());
    } finally {
      earlier.lock.unlock();
    }
    lock.lock();
    try {
      alerts.forEach(alert -> active.put(alert.labels, alert));
    } finally {
      lock.unlock();
    }
  }
}
