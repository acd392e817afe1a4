package io.pharos.acceptance.stranger;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The classes of a stranger's plugin in this process, for contract tests. Thread-safe. */
final class LoadedStranger {
  private final List<Object> extensions;

  private LoadedStranger(List<Object> extensions) {
    this.extensions = extensions;
  }

  /** Compiles a plugin, and makes the extensions that its index names. */
  static LoadedStranger of(StrangerPlugin plugin) {
    try {
      Path classes = plugin.compile(Files.createTempDirectory("stranger"));
      // stays open: the JVM ends with the tests
      URLClassLoader loader =
          new URLClassLoader(
              new URL[] {classes.toUri().toURL()}, LoadedStranger.class.getClassLoader());
      try (Stream<String> names =
          Files.lines(classes.resolve("META-INF/extensions.idx"), StandardCharsets.UTF_8)) {
        return new LoadedStranger(
            names
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(name -> make(loader, name))
                .toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Object make(ClassLoader loader, String name) {
    try {
      return loader.loadClass(name).getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("extension cannot be made: " + name, e);
    }
  }

  /** The extension of a kind. */
  <F> F factory(Class<F> kind) {
    return extensions.stream()
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + kind.getSimpleName()));
  }

  /** A record of the plugin's. */
  static <C extends Record> C record(Class<C> type, Object... values) {
    try {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      for (int i = 0; i < types.length; i++) {
        types[i] = components[i].getType();
      }
      Constructor<C> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("record cannot be made: " + type, e);
    }
  }
}
