package io.pharos.toolkit.template;

import io.pharos.model.label.LabelOrder;
import io.pharos.spi.notify.Notification;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What Alertmanager's templates see of a notification. */
public final class NotificationData {
  private static final Pattern SPECIAL = Pattern.compile("[\\\\.+*?()|\\[\\]{}^$]");

  private NotificationData() {}

  /** The dot of a template. */
  public static GoObject of(Notification notification) {
    List<GoObject> alerts = new ArrayList<>();
    List<Map<String, String>> labels = new ArrayList<>();
    List<Map<String, String>> annotations = new ArrayList<>();
    boolean firing = false;
    for (Notification.Alert alert : notification.alerts()) {
      alerts.add(alert(alert));
      labels.add(alert.labels().toMap());
      annotations.add(alert.annotations());
      firing |= alert.firing();
    }
    SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Receiver", SPECIAL.matcher(notification.receiver()).replaceAll("\\\\$0"));
    fields.put("Status", status(firing));
    fields.put("Alerts", new Alerts(alerts));
    fields.put("NotificationReason", notification.reason());
    fields.put("GroupLabels", Pairs.of(notification.groupLabels().toMap()));
    fields.put("CommonLabels", Pairs.of(common(labels)));
    fields.put("CommonAnnotations", Pairs.of(common(annotations)));
    fields.put("RouteLabels", Pairs.of(notification.routeLabels().toMap()));
    fields.put("ExternalURL", notification.externalUrl());
    return new GoObject.PlainStruct("*template.Data", fields);
  }

  private static String status(boolean firing) {
    return firing ? "firing" : "resolved";
  }

  private static GoObject alert(Notification.Alert alert) {
    SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
    fields.put("Status", status(alert.firing()));
    fields.put("Labels", Pairs.of(alert.labels().toMap()));
    fields.put("Annotations", Pairs.of(alert.annotations()));
    fields.put("StartsAt", GoTime.ofMillis(alert.startsAt()));
    fields.put("EndsAt", alert.firing() ? GoTime.ZERO : GoTime.ofMillis(alert.endsAt()));
    fields.put("GeneratorURL", alert.generatorUrl());
    fields.put("Fingerprint", alert.fingerprint());
    return new GoObject.PlainStruct("template.Alert", fields);
  }

  /** The pairs that all have. */
  private static Map<String, String> common(List<Map<String, String>> maps) {
    Map<String, String> common = new TreeMap<>(maps.isEmpty() ? Map.of() : maps.getFirst());
    for (Map<String, String> map : maps) {
      common.entrySet().removeIf(pair -> !pair.getValue().equals(map.get(pair.getKey())));
    }
    return common;
  }

  private static GoObject strings(List<String> items) {
    return new Strings("template.Strings", items);
  }

  /** A list of texts. */
  private record Strings(String goType, List<String> items) implements GoObject.OfList {
    @Override
    public Strings slice(int from, int to) {
      return new Strings(goType, items.subList(from, to));
    }

    @Override
    public @Nullable Method method(String name) {
      return name.equals("Join")
          ? new Method(List.of(Param.STRING), a -> String.join(Function.text(a[0]), items))
          : null;
    }
  }

  /** The alerts of a notification. */
  private record Alerts(List<GoObject> items) implements GoObject.OfList {
    @Override
    public String goType() {
      return "template.Alerts";
    }

    @Override
    public Alerts slice(int from, int to) {
      return new Alerts(items.subList(from, to));
    }

    @Override
    public @Nullable Method method(String name) {
      return switch (name) {
        case "Firing" -> Method.getter(() -> with("firing"));
        case "Resolved" -> Method.getter(() -> with("resolved"));
        default -> null;
      };
    }

    private GoObject with(String status) {
      List<GoObject> found = new ArrayList<>();
      for (GoObject item : items) {
        if (item instanceof OfStruct struct && status.equals(struct.fields().get("Status"))) {
          found.add(item);
        }
      }
      return new GoObject.PlainList("[]template.Alert", found);
    }
  }

  /** A map of texts with the methods that templates know. */
  private record Pairs(SortedMap<String, String> entries) implements GoObject.OfMap {
    static Pairs of(Map<String, String> texts) {
      SortedMap<String, String> sorted = new TreeMap<>(LabelOrder::compare);
      sorted.putAll(texts);
      return new Pairs(sorted);
    }

    @Override
    public String goType() {
      return "template.KV";
    }

    @Override
    public Object zero() {
      return "";
    }

    @Override
    public String text() {
      return print(sorted());
    }

    /** The alert's name first, the rest by name. */
    private SequencedMap<String, String> sorted() {
      SequencedMap<String, String> all = new LinkedHashMap<>();
      String name = entries.get("alertname");
      if (name != null) {
        all.put("alertname", name);
      }
      all.putAll(entries);
      return all;
    }

    @Override
    public @Nullable Method method(String name) {
      return switch (name) {
        case "SortedPairs" -> Method.getter(() -> new PairList(sorted()));
        case "Names" -> Method.getter(() -> strings(List.copyOf(sorted().keySet())));
        case "Values" -> Method.getter(() -> strings(List.copyOf(sorted().values())));
        case "String" -> Method.getter(this::text);
        case "Remove" -> new Method(List.of(Param.object("[]string", true)), a -> without(a[0]));
        default -> null;
      };
    }

    private Pairs without(@Nullable Object names) {
      Pairs rest = of(entries);
      if (names instanceof OfList list) {
        list.items().forEach(name -> rest.entries.remove(name));
      }
      return rest;
    }
  }

  private static String print(SequencedMap<String, String> pairs) {
    List<String> texts = new ArrayList<>();
    pairs.forEach((name, value) -> texts.add(name + "=" + value));
    return String.join(", ", texts);
  }

  /** Pairs in their order. */
  private record PairList(SequencedMap<String, String> pairs) implements GoObject.OfList {
    @Override
    public String goType() {
      return "template.Pairs";
    }

    @Override
    public List<GoObject> items() {
      List<GoObject> items = new ArrayList<>();
      pairs.forEach(
          (name, value) -> {
            SequencedMap<String, @Nullable Object> fields = new LinkedHashMap<>();
            fields.put("Name", name);
            fields.put("Value", value);
            items.add(new GoObject.PlainStruct("template.Pair", fields));
          });
      return items;
    }

    @Override
    public OfList slice(int from, int to) {
      return new GoObject.PlainList(goType(), items().subList(from, to));
    }

    @Override
    public String text() {
      return print(pairs);
    }

    @Override
    public @Nullable Method method(String name) {
      return switch (name) {
        case "Names" -> Method.getter(() -> strings(List.copyOf(pairs.keySet())));
        case "Values" -> Method.getter(() -> strings(List.copyOf(pairs.values())));
        case "String" -> Method.getter(this::text);
        default -> null;
      };
    }
  }
}
