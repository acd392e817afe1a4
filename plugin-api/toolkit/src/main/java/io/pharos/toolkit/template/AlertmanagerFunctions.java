package io.pharos.toolkit.template;

import static io.pharos.toolkit.template.Param.ANY;
import static io.pharos.toolkit.template.Param.STRING;

import io.pharos.toolkit.json.Json;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The functions of the templates of notifications, beside Go's own. */
public final class AlertmanagerFunctions {
  private static final Param STRINGS = Param.object("[]string", true);

  private AlertmanagerFunctions() {}

  /** All functions. */
  public static Map<String, Function> of(UnaryOperator<String> routeLabels, Supplier<GoTime> now) {
    Map<String, Function> all = new HashMap<>(TextFunctions.FUNCTIONS);
    all.put("trimSpace", Function.ofText(String::strip));
    all.put("routeLabels", Function.ofText(routeLabels));
    all.put("base64encode", Function.ofText(AlertmanagerFunctions::encode));
    all.put("base64decode", Function.ofText(AlertmanagerFunctions::decode));
    all.put("urlUnescape", Function.ofText(AlertmanagerFunctions::unescape));
    all.put("safeUrl", typed("template.URL"));
    all.put("now", Function.of(List.of(), a -> now.get()));
    all.put("since", Function.of(List.of(GoTime.PARAM), a -> now.get().since(time(a[0]).time())));
    all.put("humanizeDuration", Function.of(List.of(ANY), a -> duration(a[0])));
    all.put(
        "date",
        Function.of(List.of(STRING, GoTime.PARAM), a -> time(a[1]).format(Function.text(a[0]))));
    all.put(
        "tz", Function.of(List.of(STRING, GoTime.PARAM), a -> zoned(Function.text(a[0]), a[1])));
    all.put("join", Function.of(List.of(STRING, ANY), a -> join(Function.text(a[0]), a[1])));
    all.put("stringSlice", new Function(List.of(), STRING, AlertmanagerFunctions::strings));
    all.put("list", new Function(List.of(), ANY, a -> list(Arrays.asList(a))));
    all.put("append", new Function(List.of(ANY), ANY, AlertmanagerFunctions::append));
    all.put("dict", new Function(List.of(), ANY, AlertmanagerFunctions::dict));
    all.put("toJson", Function.of(List.of(ANY), a -> Json.write(plain(a[0], 0))));
    return all;
  }

  private static Function typed(String type) {
    return Function.of(List.of(STRING), a -> new GoObject.TypedString(type, Function.text(a[0])));
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String decode(String text) {
    try {
      return new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new TemplateException("illegal base64 data: " + e.getMessage(), e);
    }
  }

  private static String unescape(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new TemplateException("invalid URL escape: " + e.getMessage(), e);
    }
  }

  private static GoTime time(@Nullable Object argument) {
    if (argument instanceof GoTime time) {
      return time;
    }
    throw new TemplateException("not a time");
  }

  private static String duration(@Nullable Object argument) {
    return argument instanceof GoDuration duration
        ? Humanize.duration(duration.nanos() / 1e9)
        : Humanize.duration(Humanize.toFloat(argument));
  }

  private static GoTime zoned(String zone, @Nullable Object argument) {
    try {
      return time(argument).in(ZoneId.of(zone.isEmpty() ? "UTC" : zone));
    } catch (DateTimeException e) {
      throw new TemplateException("unknown time zone " + zone, e);
    }
  }

  private static String join(String separator, @Nullable Object items) {
    List<String> texts = new ArrayList<>();
    if (items instanceof GoObject.OfList list) {
      list.items().forEach(item -> texts.add(GoFormat.plain(item)));
    }
    return String.join(separator, texts);
  }

  private static GoObject strings(@Nullable Object[] arguments) {
    return new GoObject.PlainList(STRINGS.type(), Arrays.asList(arguments));
  }

  private static GoObject list(List<? extends @Nullable Object> items) {
    return new GoObject.PlainList("[]interface {}", items);
  }

  private static GoObject append(@Nullable Object[] arguments) {
    List<@Nullable Object> items = new ArrayList<>();
    if (arguments[0] instanceof GoObject.OfList first) {
      items.addAll(first.items());
    }
    items.addAll(Arrays.asList(arguments).subList(1, arguments.length));
    return list(items);
  }

  private static GoObject dict(@Nullable Object[] arguments) {
    if (arguments.length % 2 != 0) {
      throw new TemplateException("dict requires an even number of arguments");
    }
    TreeMap<String, @Nullable Object> entries = new TreeMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      if (!(arguments[i] instanceof String name)) {
        throw new TemplateException("dict keys must be strings");
      }
      entries.put(name, arguments[i + 1]);
    }
    return new GoObject.PlainMap("map[string]interface {}", entries, null);
  }

  /** A value as JSON has it. */
  private static @Nullable Object plain(@Nullable Object value, int depth) {
    if (depth > 50) {
      throw new TemplateException("value nests too deeply for JSON");
    }
    return switch (value) {
      case GoObject.OfMap map -> {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        map.entries().forEach((name, member) -> json.put(name, plain(member, depth + 1)));
        yield json;
      }
      case GoObject.OfList list -> {
        List<@Nullable Object> json = new ArrayList<>();
        list.items().forEach(item -> json.add(plain(item, depth + 1)));
        yield json;
      }
      case GoObject.OfStruct struct -> {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        struct
            .fields()
            .forEach((name, member) -> json.put(jsonName(name), plain(member, depth + 1)));
        yield json;
      }
      case GoObject.OfString text -> text.string();
      case GoObject.OfInteger number -> number.number();
      case GoTime time -> time.format("2006-01-02T15:04:05.999999999Z07:00");
      case GoObject object -> GoFormat.plain(object);
      case null, default -> value;
    };
  }

  private static String jsonName(String field) {
    boolean shortWord = field.equals("URL") || field.equals("ID");
    return shortWord ? field : Character.toLowerCase(field.charAt(0)) + field.substring(1);
  }
}
