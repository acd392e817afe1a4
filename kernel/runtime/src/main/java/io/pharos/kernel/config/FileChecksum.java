package io.pharos.kernel.config;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A checksum over configuration files and those that they include by pattern. Immutable. */
public final class FileChecksum {
  private static final List<String> INCLUDES =
      List.of("rule_files", "scrape_config_files", "templates");

  private FileChecksum() {}

  /** The checksum of now; another one whenever a byte of a file, or a file, has changed. */
  public static String of(Collection<Path> files) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Path file : files) {
        add(digest, file);
        for (Path included : included(file)) {
          add(digest, included);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void add(MessageDigest digest, Path file) {
    digest.update(file.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    try {
      digest.update(Files.readAllBytes(file));
    } catch (IOException e) {
      digest.update((byte) 0);
    }
  }

  private static List<Path> included(Path file) {
    List<Path> found = new ArrayList<>();
    try {
      YamlDocument document = YamlDocument.read(file);
      for (String key : INCLUDES) {
        if (document.find(key, new Problems()) instanceof SequenceNode sequence) {
          for (Node item : sequence.getValue()) {
            if (item instanceof ScalarNode scalar) {
              match(document.folder().resolve(scalar.getValue()), found);
            }
          }
        }
      }
    } catch (RuntimeException e) {
      // a file that cannot be parsed includes nothing; its own bytes count
      return found;
    }
    return found;
  }

  private static void match(Path pattern, List<Path> into) {
    Path folder = pattern.getParent();
    Path name = pattern.getFileName();
    if (folder == null || name == null || !Files.isDirectory(folder)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, name.toString())) {
      List<Path> matched = new ArrayList<>();
      files.forEach(matched::add);
      matched.sort(null);
      into.addAll(matched);
    } catch (IOException e) {
      into.add(pattern);
    }
  }
}
