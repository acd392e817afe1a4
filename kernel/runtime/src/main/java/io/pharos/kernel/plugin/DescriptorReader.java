package io.pharos.kernel.plugin;

import io.pharos.spi.error.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/** Reads {@code plugin.properties}. Immutable. */
public final class DescriptorReader {
  /** The file's name, at the top of an archive or of an expanded plugin. */
  public static final String FILE = "plugin.properties";

  private static final String FLAG = "pharos.flag.";
  private static final String COMMAND = "pharos.command.";
  private static final String PORT = "pharos.port.";
  private static final Pattern ID = Pattern.compile("[a-z][a-z0-9]*(-[a-z0-9]+)*");
  private static final Pattern WORD = Pattern.compile("[a-z][a-z0-9_-]*");

  /** Reads the descriptor of an expanded plugin, a module of the build, or an archive. */
  public Descriptor read(Path plugin) {
    try {
      if (Files.isDirectory(plugin)) {
        Path file = PluginLayout.of(plugin).descriptor();
        if (!Files.isRegularFile(file)) {
          throw new ConfigException("no " + FILE + " [path=" + plugin + "]");
        }
        try (InputStream in = Files.newInputStream(file)) {
          return parse(load(in));
        }
      }
      try (ZipFile zip = new ZipFile(plugin.toFile())) {
        ZipEntry entry = zip.getEntry(FILE);
        if (entry == null) {
          throw new ConfigException("no " + FILE + " in the archive [path=" + plugin + "]");
        }
        try (InputStream in = zip.getInputStream(entry)) {
          return parse(load(in));
        }
      }
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "plugin cannot be read [path=" + plugin + "]: " + e.getMessage(),
          e);
    }
  }

  private static Properties load(InputStream in) throws IOException {
    Properties properties = new Properties();
    properties.load(new InputStreamReader(in, StandardCharsets.UTF_8));
    return properties;
  }

  /** Reads a descriptor's properties. */
  Descriptor parse(Properties properties) {
    String id = required(properties, "plugin.id");
    if (!ID.matcher(id).matches()) {
      throw new ConfigException("plugin.id must be lower-case words with dashes, was '" + id + "'");
    }
    try {
      return parse(properties, id);
    } catch (ConfigException e) {
      throw new ConfigException(e.code(), "descriptor of plugin " + id + ": " + e.getMessage(), e);
    }
  }

  private static Descriptor parse(Properties properties, String id) {
    List<FlagSpec> flags = new ArrayList<>();
    Map<String, String> commands = new LinkedHashMap<>();
    Map<String, Integer> ports = new LinkedHashMap<>();
    List<Descriptor.Extension> extensions = extensions(properties);
    for (String name : properties.stringPropertyNames().stream().sorted().toList()) {
      String value = properties.getProperty(name).strip();
      if (name.startsWith(FLAG)) {
        flags.add(FlagSpec.parse(name.substring(FLAG.length()), value, id));
      } else if (name.startsWith(COMMAND)) {
        String word = name.substring(COMMAND.length());
        commands.put(word, value);
        extensions.add(new Descriptor.Extension(Kind.COMMAND, word, ""));
      } else if (name.startsWith(PORT)) {
        ports.put(name.substring(PORT.length()), port(name, value));
      } else if (!known(name)) {
        throw new ConfigException("unknown property '" + name + "'");
      }
    }
    String site = properties.getProperty("pharos.site");
    return new Descriptor(
        id,
        required(properties, "plugin.version"),
        required(properties, "plugin.requires"),
        properties.getProperty("plugin.provider", "").strip(),
        properties.getProperty("plugin.description", "").strip(),
        extensions,
        sections(properties),
        items(properties.getProperty("pharos.when")),
        flags,
        commands,
        site == null ? null : SiteSpec.parse(site),
        ports);
  }

  private static boolean known(String name) {
    return name.startsWith("plugin.")
        || name.equals("pharos.extensions")
        || name.equals("pharos.keys")
        || name.equals("pharos.when")
        || name.equals("pharos.site");
  }

  private static int port(String name, String value) {
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, name + " must be a port, was '" + value + "'", e);
    }
  }

  private static List<Descriptor.Extension> extensions(Properties properties) {
    List<Descriptor.Extension> found = new ArrayList<>();
    for (String item : items(properties.getProperty("pharos.extensions"))) {
      int colon = item.indexOf(':');
      if (colon < 0) {
        throw new ConfigException("pharos.extensions needs 'kind:type', was '" + item + "'");
      }
      Kind kind = Kind.of(item.substring(0, colon));
      String type = item.substring(colon + 1);
      String key = "";
      int equals = type.indexOf('=');
      if (equals >= 0) {
        key = type.substring(equals + 1);
        type = type.substring(0, equals);
      } else if (kind == Kind.DISCOVERY) {
        key = type + "_sd_configs";
      } else if (kind == Kind.NOTIFY) {
        key = type + "_configs";
      }
      if (!WORD.matcher(type).matches()) {
        throw new ConfigException("type must match " + WORD + ", was '" + type + "'");
      }
      found.add(new Descriptor.Extension(kind, type, key));
    }
    return found;
  }

  private static List<Descriptor.Section> sections(Properties properties) {
    List<Descriptor.Section> found = new ArrayList<>();
    for (String item : items(properties.getProperty("pharos.keys"))) {
      int colon = item.indexOf(':');
      if (colon < 0) {
        throw new ConfigException("pharos.keys needs 'file:key', was '" + item + "'");
      }
      found.add(new Descriptor.Section(item.substring(0, colon), item.substring(colon + 1)));
    }
    return found;
  }

  private static List<String> items(@Nullable String text) {
    List<String> items = new ArrayList<>();
    if (text != null) {
      for (String item : text.split(",", -1)) {
        if (!item.isBlank()) {
          items.add(item.strip());
        }
      }
    }
    return items;
  }

  private static String required(Properties properties, String name) {
    String value = properties.getProperty(name, "").strip();
    if (value.isEmpty()) {
      throw new ConfigException("no " + name + " in " + FILE);
    }
    return value;
  }
}
