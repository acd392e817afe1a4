package io.pharos.toolkit.exposition;

import io.pharos.model.label.Label;
import io.pharos.model.sample.MetricType;
import io.pharos.toolkit.exposition.ExpositionParser.Entry;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Holds an exposition to the letter of OpenMetrics 1.0, which scraping does not: families in one
 * piece, metadata before samples, values, labels and exemplars as the type demands. For authors of
 * exporters and for commands that check them. Confined to one thread.
 */
public final class OpenMetricsCheck {
  private static final int MAX_EXEMPLAR = 128;

  private final OpenMetricsParser parser = new OpenMetricsParser();
  private final ParsedLabels labels = new ParsedLabels();

  /** Names of families and of their samples that are taken. */
  private final Set<String> taken = new HashSet<>();

  private @Nullable FamilyCheck family;
  private boolean hasType;
  private boolean hasHelp;
  private boolean hasUnit;

  private OpenMetricsCheck() {}

  /**
   * Checks a body.
   *
   * @param body has room for one byte more than {@code length}
   * @throws ExpositionException with the first thing that is wrong
   */
  public static void check(byte[] body, int length) throws ExpositionException {
    new OpenMetricsCheck().run(body, length);
  }

  private void run(byte[] body, int length) throws ExpositionException {
    parser.wrap(body, length);
    for (Entry entry = parser.next(); entry != Entry.END; entry = parser.next()) {
      if (entry == Entry.SERIES) {
        sample();
      } else {
        metadata(entry);
      }
    }
    endFamily();
  }

  private void metadata(Entry entry) throws ExpositionException {
    String name = parser.family();
    FamilyCheck current = family;
    if (current == null || !current.name().equals(name)) {
      endFamily();
      current = new FamilyCheck(name);
      family = current;
      hasType = false;
      hasHelp = false;
      hasUnit = false;
    } else if (current.hasSamples()) {
      throw new ExpositionException("metadata after samples of " + GoQuote.quote(name));
    }
    boolean repeated =
        switch (entry) {
          case TYPE -> hasType;
          case HELP -> hasHelp;
          case UNIT -> hasUnit;
          case SERIES, END -> false;
        };
    if (repeated) {
      throw new ExpositionException("repeated " + entry + " of " + GoQuote.quote(name));
    }
    hasType |= entry == Entry.TYPE;
    hasHelp |= entry == Entry.HELP;
    hasUnit |= entry == Entry.UNIT && parser.text().length() > 0;
    if (entry == Entry.TYPE) {
      current.type(parser.statedType());
    }
    boolean unitless = current.type() == MetricType.INFO || current.type() == MetricType.STATESET;
    if (hasUnit && unitless) {
      throw new ExpositionException(
          current.type().word() + " " + GoQuote.quote(name) + " must not have a unit");
    }
  }

  private void sample() throws ExpositionException {
    if (parser.position() < 0) {
      throw problem("unexpected text after the value");
    }
    byte[] body = parser.body();
    int beforeValue = parser.valueAt() - 2;
    if (beforeValue > parser.start() && body[beforeValue] == '}' && body[beforeValue - 1] == ',') {
      throw problem("comma before the closing brace");
    }
    parser.labels(labels);
    String name = labels.value(0);
    TreeMap<String, String> own = new TreeMap<>();
    for (int i = 1; i < labels.size(); i++) {
      if (labels.name(i).equals(Label.NAME) || own.put(labels.name(i), labels.value(i)) != null) {
        throw problem("label " + GoQuote.quote(labels.name(i)) + " is not unique");
      }
    }
    FamilyCheck current = family;
    String suffix = current == null ? null : current.suffixOf(name);
    if (current == null || suffix == null) {
      endFamily();
      current = new FamilyCheck(name);
      family = current;
      suffix = "";
    }
    current.sample(suffix, own, parser.value(), parser.hasTimestamp() ? parser.timestamp() : null);
    if (parser.hasExemplar()) {
      exemplar(current, suffix);
    }
  }

  private void exemplar(FamilyCheck current, String suffix) throws ExpositionException {
    if (!current.mayHaveExemplar(suffix)) {
      throw problem("a sample of this kind must not have an exemplar");
    }
    int length = 0;
    Set<String> names = new HashSet<>();
    for (Label label : parser.exemplarPairs()) {
      if (!names.add(label.name())) {
        throw problem("label " + GoQuote.quote(label.name()) + " of the exemplar is not unique");
      }
      length +=
          label.name().codePointCount(0, label.name().length())
              + label.value().codePointCount(0, label.value().length());
    }
    if (length > MAX_EXEMPLAR) {
      throw problem("labels of the exemplar are longer than " + MAX_EXEMPLAR + " characters");
    }
  }

  private ExpositionException problem(String text) {
    return parser.whileParsing(text);
  }

  private void endFamily() throws ExpositionException {
    FamilyCheck ended = family;
    family = null;
    if (ended == null) {
      return;
    }
    ended.end();
    List<String> names = ended.names();
    for (String name : names) {
      if (taken.contains(name)) {
        throw new ExpositionException("name " + GoQuote.quote(name) + " is used twice");
      }
    }
    taken.addAll(names);
  }
}
