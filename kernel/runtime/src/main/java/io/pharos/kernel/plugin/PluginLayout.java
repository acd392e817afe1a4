package io.pharos.kernel.plugin;

import io.pharos.spi.error.ConfigException;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where the parts of a plugin lie: expanded ({@code plugin.properties}, {@code classes}, {@code
 * lib/*.jar}), an archive that was expanded whose classes stand at its top (a jar), or a module of
 * the build ({@code target/classes} and the jars that {@code target/plugin.classpath} lists).
 * Immutable.
 */
record PluginLayout(Path descriptor, List<Path> classPath) {
  static PluginLayout of(Path folder) {
    Path listed = folder.resolve("target/plugin.classpath");
    if (Files.isRegularFile(listed)) {
      return module(folder, listed);
    }
    List<Path> classPath = new ArrayList<>();
    Path classes = folder.resolve("classes");
    classPath.add(Files.isDirectory(classes) ? classes : folder);
    Path lib = folder.resolve("lib");
    if (Files.isDirectory(lib)) {
      try (DirectoryStream<Path> jars = Files.newDirectoryStream(lib, "*.jar")) {
        for (Path jar : jars) {
          classPath.add(jar);
        }
      } catch (IOException e) {
        throw unreadable(lib, e);
      }
    }
    return new PluginLayout(folder.resolve(DescriptorReader.FILE), classPath);
  }

  private static PluginLayout module(Path folder, Path listed) {
    Path classes = folder.resolve("target/classes");
    List<Path> classPath = new ArrayList<>();
    classPath.add(classes);
    try {
      String text = Files.readString(listed, StandardCharsets.UTF_8).strip();
      for (String jar : text.split(Pattern.quote(File.pathSeparator), -1)) {
        if (!jar.isEmpty()) {
          classPath.add(Path.of(jar));
        }
      }
    } catch (IOException e) {
      throw unreadable(listed, e);
    }
    return new PluginLayout(classes.resolve(DescriptorReader.FILE), classPath);
  }

  URL[] urls() {
    URL[] urls = new URL[classPath.size()];
    for (int i = 0; i < urls.length; i++) {
      try {
        urls[i] = classPath.get(i).toUri().toURL();
      } catch (MalformedURLException e) {
        throw unreadable(classPath.get(i), e);
      }
    }
    return urls;
  }

  private static ConfigException unreadable(Path path, IOException e) {
    return new ConfigException(
        ConfigException.Code.INVALID, "plugin cannot be read [path=" + path + "]", e);
  }
}
