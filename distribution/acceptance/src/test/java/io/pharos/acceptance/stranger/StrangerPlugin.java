package io.pharos.acceptance.stranger;

import static java.util.Objects.requireNonNull;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A plugin as its author has it: a folder with a descriptor and sources, here below {@code
 * stranger} among the test's resources. It is compiled against the jars of the distribution that an
 * author may use and no others, and packed as {@code docs/plugins/descriptor.md} says. Immutable.
 */
public final class StrangerPlugin {
  /** What an author compiles against; names of jars begin so. */
  private static final List<String> API =
      List.of(
          "pharos-plugin-api-model-",
          "pharos-plugin-api-spi-",
          "pharos-plugin-api-toolkit-",
          "slf4j-api-",
          "jakarta.inject-api-",
          "jspecify-",
          "pf4j-");

  private static final String DESCRIPTOR = "plugin.properties";

  private final Map<String, String> files;

  private StrangerPlugin(Map<String, String> files) {
    this.files = files;
  }

  /** The plugin in a folder of the resources. */
  public static StrangerPlugin of(String name) {
    URL found = requireNonNull(StrangerPlugin.class.getResource("/stranger/" + name), name);
    try {
      return in(Path.of(found.toURI()));
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(name, e);
    }
  }

  /** The plugin in a folder: {@code plugin.properties}, and sources below {@code src}. */
  public static StrangerPlugin in(Path folder) {
    Map<String, String> files = new LinkedHashMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
        files.put(folder.relativize(file).toString(), Files.readString(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new StrangerPlugin(files);
  }

  /** The same plugin with a text changed wherever it stands, in names of files too. */
  public StrangerPlugin with(String before, String after) {
    Map<String, String> changed = new LinkedHashMap<>();
    files.forEach(
        (name, text) -> changed.put(name.replace(before, after), text.replace(before, after)));
    if (changed.equals(files)) {
      throw new IllegalArgumentException("nothing to change: " + before);
    }
    return new StrangerPlugin(changed);
  }

  /** Another version of it. */
  public StrangerPlugin version(String version) {
    return with("plugin.version=" + property("plugin.version"), "plugin.version=" + version);
  }

  /** Its id. */
  public String id() {
    return property("plugin.id");
  }

  private String property(String name) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(requireNonNull(files.get(DESCRIPTOR))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return requireNonNull(properties.getProperty(name), name);
  }

  /** Compiles it; answers the folder of its classes, with descriptor and index. */
  public Path compile(Path work) {
    try {
      Path sources = Files.createDirectories(work.resolve("sources"));
      Path classes = Files.createDirectories(work.resolve("classes"));
      List<Path> javas = new ArrayList<>();
      for (Map.Entry<String, String> file : files.entrySet()) {
        Path written = sources.resolve(file.getKey());
        Files.createDirectories(requireNonNull(written.getParent()));
        Files.writeString(written, file.getValue());
        if (file.getKey().endsWith(".java")) {
          javas.add(written);
        }
      }
      compile(javas, classes);
      Files.writeString(classes.resolve(DESCRIPTOR), requireNonNull(files.get(DESCRIPTOR)));
      return classes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter problems = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  problems,
                  manager,
                  null,
                  options(classes),
                  null,
                  manager.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new AssertionError("plugin does not compile: " + id() + "\n" + problems);
      }
    }
  }

  private static List<String> options(Path classes) {
    String path = String.join(File.pathSeparator, api().stream().map(Path::toString).toList());
    return List.of(
        "-d",
        classes.toString(),
        "--release",
        "25",
        "-parameters",
        "-classpath",
        path,
        "-processor",
        "org.pf4j.processor.ExtensionAnnotationProcessor",
        "-processorpath",
        path);
  }

  /** The jars that an author compiles against. */
  public static List<Path> api() {
    Path root = Path.of(requireNonNull(System.getProperty("pharos.root"), "run by Maven"));
    Path lib = root.resolve("distribution/server/target/pharos/lib");
    List<Path> jars = new ArrayList<>();
    try (Stream<Path> found = Files.list(lib)) {
      found
          .filter(jar -> API.stream().anyMatch(jar.getFileName().toString()::startsWith))
          .sorted()
          .forEach(jars::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (jars.size() != API.size()) {
      throw new AssertionError("expected one jar each of " + API + ", found " + jars);
    }
    return jars;
  }

  /**
   * Compiles it and packs a jar into a folder, under another name first, so that it appears there
   * whole.
   */
  public Path jarInto(Path folder, Path work) {
    try {
      Path classes = compile(Files.createTempDirectory(Files.createDirectories(work), id()));
      Path part = work.resolve(id() + ".jar.part");
      pack(classes, part);
      return Files.move(part, folder.resolve(id() + ".jar"), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> found = Files.walk(classes)) {
      for (Path entry : found.filter(Files::isRegularFile).sorted().toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(entry).toString()));
        Files.copy(entry, out);
        out.closeEntry();
      }
    }
  }
}
