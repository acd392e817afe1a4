package io.pharos.kernel.config;

import io.pharos.model.label.Label;
import io.pharos.model.label.Labels;
import io.pharos.spi.config.ByteSize;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.config.Secret;
import io.pharos.spi.error.BugException;
import io.pharos.toolkit.unit.ByteSizes;
import io.pharos.toolkit.unit.Durations;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Prints bound records as the file that would give them: defaults filled in, secrets hidden, what
 * is empty left out. Confined to one thread.
 */
public final class ConfigPrinter {
  private static final String HIDDEN = "<secret>";
  private static final List<String> ORDER =
      List.of(
          "global",
          "runtime",
          "alerting",
          "rule_files",
          "scrape_config_files",
          "scrape_configs",
          "storage",
          "tracing",
          "remote_write",
          "remote_read",
          "otlp");

  private static final Set<String> SHOWN_WHEN_FALSE =
      Set.of("track_timestamps_staleness", "scrape_native_histograms", "extra_scrape_metrics");

  private final BiFunction<String, String, String> keyOfExtension;
  private final Map<String, Object> sections = new LinkedHashMap<>();
  private final Map<Class<?>, RecordShape> shapes = new LinkedHashMap<>();

  /**
   * A printer.
   *
   * @param keyOfExtension the key that lists entries of a kind and a type
   */
  public ConfigPrinter(BiFunction<String, String, String> keyOfExtension) {
    this.keyOfExtension = keyOfExtension;
  }

  /** Adds the sections of a part's record. */
  public void addSections(Record config) {
    put(config, sections, true);
  }

  /** Adds one section. */
  public void addSection(String path, Record config) {
    Map<String, Object> at = sections;
    for (String key : path.split("\\.", -1)) {
      at = inner(at, key);
    }
    put(config, at, false);
  }

  @SuppressWarnings("unchecked") // sections are only ever put here, as maps of this type
  private static Map<String, Object> inner(Map<String, Object> map, String key) {
    return (Map<String, Object>) map.computeIfAbsent(key, name -> new LinkedHashMap<>());
  }

  /** All of it, in the original's order of sections. */
  public String print() {
    Map<String, Object> ordered = new LinkedHashMap<>();
    for (String key : ORDER) {
      Object section = sections.get(key);
      if (section != null && !isEmpty(section)) {
        ordered.put(key, section);
      }
    }
    for (Map.Entry<String, Object> section : sections.entrySet()) {
      if (!isEmpty(section.getValue())) {
        ordered.putIfAbsent(section.getKey(), section.getValue());
      }
    }
    return ordered.isEmpty() ? "" : YamlText.of(ordered);
  }

  private void put(Record record, Map<String, Object> into, boolean topLevel) {
    RecordShape shape = shapes.computeIfAbsent(record.getClass(), RecordShape::new);
    RecordComponent[] components = record.getClass().getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      RecordShape.Part part = shape.parts().get(i);
      Object value = read(components[i], record);
      if (value == null || part.flag() != null) {
        continue;
      }
      if (part.shared() != null) {
        if (topLevel && value instanceof Record shared && part.shared().indexOf('.') < 0) {
          Map<String, Object> section = inner(into, part.shared());
          if (section.isEmpty()) {
            put(shared, section, false);
          }
        }
      } else if (part.open() != null && value instanceof List<?> entries) {
        putExtensions(entries, into);
      } else if (part.key().isEmpty() && value instanceof Record spread) {
        put(spread, into, topLevel);
      } else if (!isUnset(part, value)) {
        Object tree = tree(value);
        if (!isEmpty(tree)) {
          into.put(part.key(), tree);
        }
      }
    }
  }

  private static @Nullable Object read(RecordComponent component, Record record) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new BugException(
          BugException.Code.BROKEN_INVARIANT, "record cannot be read: " + component, e);
    }
  }

  /** Whether the value is what the original leaves out: 0, or false where that is the default. */
  private static boolean isUnset(RecordShape.Part part, Object value) {
    return switch (value) {
      case Boolean flag ->
          !flag && "false".equals(part.defaultText()) && !SHOWN_WHEN_FALSE.contains(part.key());
      case Long number -> number == 0;
      case Integer number -> number == 0;
      case Double number -> number == 0;
      case Duration duration -> duration.isZero();
      case ByteSize size -> size.bytes() == 0;
      default -> false;
    };
  }

  private void putExtensions(List<?> entries, Map<String, Object> into) {
    Map<String, List<Object>> byKey = new LinkedHashMap<>();
    for (Object entry : entries) {
      if (entry instanceof ExtensionConfig extension) {
        String key = keyOfExtension.apply(extension.kind(), extension.type());
        byKey.computeIfAbsent(key, name -> new ArrayList<>()).add(tree(extension.config()));
      }
    }
    into.putAll(byKey);
  }

  private Object tree(Object value) {
    return switch (value) {
      case Secret _ -> HIDDEN;
      case Duration duration -> Durations.print(duration);
      case ByteSize size -> ByteSizes.print(size.bytes());
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case Labels labels -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (Label label : labels) {
          map.put(label.name(), label.value());
        }
        yield map;
      }
      case ExtensionConfig extension -> {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("type", extension.type());
        put(extension.config(), map, false);
        yield map;
      }
      case Record record -> {
        Map<String, Object> map = new LinkedHashMap<>();
        put(record, map, false);
        yield map;
      }
      case Collection<?> list -> {
        List<Object> items = new ArrayList<>();
        list.forEach(item -> items.add(tree(item)));
        yield items;
      }
      case Map<?, ?> map -> {
        Map<String, Object> sorted = new TreeMap<>();
        map.forEach((key, item) -> sorted.put(String.valueOf(key), tree(item)));
        yield sorted;
      }
      case Boolean flag -> flag;
      case Number number -> number;
      case String text -> withoutPassword(text);
      default -> withoutPassword(value.toString());
    };
  }

  /** A URL's password is not shown. */
  static String withoutPassword(String text) {
    int scheme = text.indexOf("://");
    if (scheme < 0) {
      return text;
    }
    int end = text.indexOf('/', scheme + 3);
    int at = text.lastIndexOf('@', end < 0 ? text.length() : end);
    int colon = at < 0 ? -1 : text.indexOf(':', scheme + 3);
    return colon < 0 || colon > at
        ? text
        : text.substring(0, colon + 1) + "xxxxx" + text.substring(at);
  }

  private static boolean isEmpty(Object tree) {
    return switch (tree) {
      case Map<?, ?> map -> map.isEmpty();
      case List<?> list -> list.isEmpty();
      case String text -> text.isEmpty();
      default -> false;
    };
  }
}
