package io.pharos.web.api;

import io.pharos.spi.runtime.Plugins;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Writes what is known of a plugin. */
final class PluginJson {
  private PluginJson() {}

  static void write(JsonWriter json, Plugins.Plugin plugin) throws IOException {
    json.beginObject();
    json.name("id").string(plugin.id());
    json.name("version").string(plugin.version());
    json.name("provider").string(plugin.provider());
    json.name("description").string(plugin.description());
    strings(json, "extensions", plugin.extensions());
    json.name("state").string(plugin.state().name().toLowerCase(Locale.ROOT));
    json.name("health").string(plugin.health().name().toLowerCase(Locale.ROOT));
    json.name("error").string(plugin.error());
    json.name("failures").number(plugin.failures());
    json.name("seconds").number(plugin.seconds());
    json.name("running").number((long) plugin.running());
    strings(json, "keys", plugin.keys());
    strings(json, "flags", plugin.flags());
    json.endObject();
  }

  private static void strings(JsonWriter json, String name, List<String> values)
      throws IOException {
    json.name(name).beginArray();
    for (String value : values) {
      json.string(value);
    }
    json.endArray();
  }
}
