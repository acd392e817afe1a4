package io.pharos.web.api;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which escaping of names a client of an exposition asks for; the format is text 0.0.4. Immutable.
 */
record Negotiation(Escaping escaping) {
  /** How names outside the old alphabet are written. */
  enum Escaping {
    UNDERSCORES("underscores"),
    ALLOW_UTF_8("allow-utf-8"),
    DOTS("dots"),
    VALUES("values");

    private final String word;

    Escaping(String word) {
      this.word = word;
    }
  }

  /** An element of the header. */
  private record Element(String type, List<String> parameters, double weight) {
    @Nullable String parameter(String name) {
      for (int i = 0; i < parameters.size(); i += 2) {
        if (parameters.get(i).equals(name)) {
          return parameters.get(i + 1);
        }
      }
      return null;
    }
  }

  /** Reads an Accept header: elements by weight, up to the first that asks for plain text. */
  static Negotiation of(@Nullable String accept) {
    Escaping escaping = Escaping.UNDERSCORES;
    if (accept != null) {
      List<Element> elements = new ArrayList<>();
      for (String text : accept.split(",", -1)) {
        elements.add(element(text));
      }
      elements.sort(Comparator.comparingDouble(Element::weight).reversed());
      for (Element element : elements) {
        String asked = element.parameter("escaping");
        for (Escaping known : Escaping.values()) {
          if (known.word.equals(asked)) {
            escaping = known;
          }
        }
        String version = element.parameter("version");
        if (element.type().equals("text/plain") && (version == null || version.equals("0.0.4"))) {
          break;
        }
      }
    }
    return new Negotiation(escaping);
  }

  private static Element element(String text) {
    String[] parts = text.split(";", -1);
    List<String> parameters = new ArrayList<>();
    double weight = 1;
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals > 0) {
        String name = parts[i].substring(0, equals).strip();
        String value = parts[i].substring(equals + 1).strip();
        parameters.add(name);
        parameters.add(value);
        if (name.equals("q")) {
          weight = weight(value);
        }
      }
    }
    return new Element(parts[0].strip().toLowerCase(Locale.ROOT), parameters, weight);
  }

  private static double weight(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 1;
    }
  }

  String contentType() {
    return "text/plain; version=0.0.4; charset=utf-8; escaping=" + escaping.word;
  }
}
