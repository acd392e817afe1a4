package io.pharos.kernel.main;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version of this build. Immutable. */
final class Version {
  private Version() {}

  static String text() {
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      if (in != null) {
        properties.load(in);
      }
      return properties.getProperty("version", "unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
