package io.pharos.kernel.plugin;

import io.pharos.spi.error.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * Where plugins come from: folders with expanded plugins and archives, and modules of a build.
 * Immutable.
 *
 * @param folders each holds plugins
 * @param modules each is one plugin
 */
public record PluginSources(List<Path> folders, List<Path> modules) {
  private static final long MAX_BYTES = 1L << 30;
  private static final int MAX_ENTRIES = 100_000;

  public PluginSources {
    folders = List.copyOf(folders);
    modules = List.copyOf(modules);
  }

  /**
   * A plugin as it lies there. Immutable.
   *
   * @param stamp changes when its files do
   */
  public record Found(Path path, boolean archive, String stamp) {}

  /**
   * What is there.
   *
   * @param errors lines for plugins that are not taken
   */
  public record Listing(List<Found> plugins, List<String> errors, List<String> warnings) {}

  /** Lists what is there now, sorted by path. */
  public Listing list() {
    List<Found> plugins = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (Path module : modules) {
      plugins.add(new Found(module, false, stamp(PluginLayout.of(module).descriptor())));
    }
    for (Path folder : folders) {
      if (Files.isDirectory(folder)) {
        list(folder, plugins, errors, warnings);
      }
    }
    plugins.sort(Comparator.comparing(Found::path));
    return new Listing(plugins, errors, warnings);
  }

  private static void list(
      Path folder, List<Found> plugins, List<String> errors, List<String> warnings) {
    boolean trusted = !has(folder, PosixFilePermission.OTHERS_WRITE);
    if (trusted && has(folder, PosixFilePermission.GROUP_WRITE)) {
      warnings.add("plugin folder can be written by its group [path=" + folder + "]");
    }
    int refused = 0;
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        Path fileName = entry.getFileName();
        String name = fileName == null ? "" : fileName.toString();
        if (name.startsWith(".")) {
          continue;
        }
        if (Files.isDirectory(entry)) {
          Path descriptor = entry.resolve(DescriptorReader.FILE);
          if (Files.isRegularFile(descriptor)) {
            plugins.add(new Found(entry, false, stamp(descriptor)));
          }
        } else if (name.endsWith(".zip") || name.endsWith(".jar")) {
          if (trusted) {
            plugins.add(new Found(entry, true, stamp(entry)));
          } else {
            refused++;
          }
        }
      }
    } catch (IOException e) {
      errors.add("plugin folder cannot be read [path=" + folder + "]: " + e.getMessage());
    }
    if (refused > 0) {
      errors.add(
          "plugin folder can be written by everyone, so its archives are not loaded [path="
              + folder
              + ", archives="
              + refused
              + "]; take that right away with chmod o-w");
    }
  }

  private static boolean has(Path path, PosixFilePermission permission) {
    try {
      Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
      return permissions.contains(permission);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  private static String stamp(Path file) {
    try {
      return Files.getLastModifiedTime(file).toMillis() + "-" + Files.size(file);
    } catch (IOException e) {
      return "gone";
    }
  }

  /** Expands an archive below a folder, once for each of its versions; answers where it lies. */
  public static Path expand(Found found, String id, Path below) {
    Path target = below.resolve(id + "-" + found.stamp());
    if (Files.isDirectory(target)) {
      return target;
    }
    Path part = below.resolve("." + id + "-" + found.stamp() + ".part");
    try {
      delete(part);
      Files.createDirectories(part);
      unzip(found.path(), part);
      Files.move(part, target);
      return target;
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "archive cannot be expanded [path=" + found.path() + "]: " + e.getMessage(),
          e);
    }
  }

  private static void unzip(Path archive, Path into) throws IOException {
    long left = MAX_BYTES;
    int count = 0;
    byte[] buffer = new byte[1 << 16];
    try (ZipFile zip = new ZipFile(archive.toFile())) {
      Enumeration<? extends ZipEntry> entries = zip.entries();
      while (entries.hasMoreElements()) {
        ZipEntry entry = entries.nextElement();
        Path file = into.resolve(entry.getName()).normalize();
        if (!file.startsWith(into) || ++count > MAX_ENTRIES) {
          throw new IOException("bad entry " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
          continue;
        }
        Files.createDirectories(file.getParent());
        try (InputStream in = zip.getInputStream(entry);
            OutputStream out = Files.newOutputStream(file)) {
          for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            left -= n;
            if (left < 0) {
              throw new IOException("more than " + MAX_BYTES + " bytes");
            }
            out.write(buffer, 0, n);
          }
        }
      }
    }
  }

  /** Deletes a folder of the kernel's own with all that is in it. */
  public static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths;
    try (var walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.delete(path);
    }
  }
}
