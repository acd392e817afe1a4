package io.pharos.kernel.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** A plugin that a test writes, compiles and puts somewhere. */
public final class CompiledPlugin {
  private final String id;
  private final Map<String, String> properties = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final List<String> extensions = new ArrayList<>();

  public CompiledPlugin(String id, String version) {
    this.id = id;
    properties.put("plugin.id", id);
    properties.put("plugin.version", version);
    properties.put("plugin.requires", "0.1");
  }

  public CompiledPlugin property(String name, String value) {
    properties.put(name, value);
    return this;
  }

  /** A class of package {@code stranger}. */
  public CompiledPlugin source(String name, String text) {
    sources.put(name, "package stranger;\n" + text);
    return this;
  }

  /** A class that the index of extensions names. */
  public CompiledPlugin extension(String name, String text) {
    extensions.add("stranger." + name);
    return source(name, text);
  }

  /** Compiles it into a folder below. */
  public Path into(Path parent) {
    try {
      Path folder = Files.createDirectories(parent.resolve(id));
      Path classes = folder.resolve("classes");
      Files.createDirectories(classes.resolve("META-INF"));
      Files.write(classes.resolve("META-INF/extensions.idx"), extensions);
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "-proc:none",
                  "-parameters",
                  "-d",
                  classes.toString(),
                  "-cp",
                  System.getProperty("java.class.path")));
      Path text = Files.createDirectories(parent.resolve("." + id + "-sources"));
      for (Map.Entry<String, String> source : sources.entrySet()) {
        Path file = text.resolve(source.getKey() + ".java");
        Files.writeString(file, source.getValue());
        arguments.add(file.toString());
      }
      if (!sources.isEmpty()) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        int code = compiler.run(null, null, null, arguments.toArray(new String[0]));
        if (code != 0) {
          throw new IllegalStateException("test plugin does not compile: " + id);
        }
      }
      StringBuilder lines = new StringBuilder();
      properties.forEach(
          (name, value) -> lines.append(name).append('=').append(value).append('\n'));
      Files.writeString(folder.resolve("plugin.properties"), lines.toString());
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compiles it into an archive. */
  public Path zipInto(Path parent, Path work) {
    Path folder = into(work);
    Path zip = parent.resolve(id + ".zip");
    Path part = work.resolve(id + ".zip.part");
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(part));
        var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
        Files.copy(file, out);
        out.closeEntry();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      Files.move(part, zip, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return zip;
  }
}
