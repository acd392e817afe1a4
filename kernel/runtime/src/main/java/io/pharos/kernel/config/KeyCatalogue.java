package io.pharos.kernel.config;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The keys of the originals' files whose plugins may be missing. Immutable. */
public final class KeyCatalogue {
  private static final List<String> SERVER_SECTIONS =
      List.of(
          "global",
          "runtime",
          "alerting",
          "rule_files",
          "scrape_config_files",
          "scrape_configs",
          "storage",
          "tracing",
          "remote_write",
          "remote_read",
          "otlp");
  private static final List<String> ALERTMANAGER_SECTIONS =
      List.of(
          "global",
          "route",
          "receivers",
          "inhibit_rules",
          "mute_time_intervals",
          "time_intervals",
          "templates",
          "tracing");
  private static final String[] DISCOVERIES = {
    "aws", "azure", "consul", "digitalocean", "dns", "docker", "dockerswarm", "ec2", "ecs",
        "elasticache",
    "eureka", "file", "gce", "hetzner", "http", "ionos", "kubernetes", "kuma", "lightsail",
        "linode",
    "marathon", "msk", "nerve", "nomad", "oci", "openstack", "outscale", "ovhcloud", "puppetdb",
        "rds",
    "scaleway", "serverset", "stackit", "triton", "uyuni", "vultr"
  };
  private static final String[] NOTIFIERS = {
    "discord", "email", "incidentio", "jira", "mattermost", "msteams", "msteamsv2", "opsgenie",
        "pagerduty",
    "pushover", "rocketchat", "slack", "sns", "telegram", "victorops", "webex", "webhook", "wechat"
  };

  private KeyCatalogue() {}

  /** Whether the original's file has this top-level key. */
  static boolean isSection(String file, String key) {
    return sections(file).contains(key);
  }

  /** The top-level keys of the original's file. */
  static List<String> sections(String file) {
    return file.equals("alertmanager") ? ALERTMANAGER_SECTIONS : SERVER_SECTIONS;
  }

  /** What a missing extension's key would need, null for a key that the originals don't know. */
  public static @Nullable String extension(String kind, String key) {
    String word = null;
    if (kind.equals("discovery") && key.equals("static_configs")) {
      word = "static";
    } else if (kind.equals("discovery") && key.endsWith("_sd_configs")) {
      word = known(DISCOVERIES, key.substring(0, key.length() - "_sd_configs".length()));
    } else if (kind.equals("notify") && key.endsWith("_configs")) {
      word = known(NOTIFIERS, key.substring(0, key.length() - "_configs".length()));
    }
    return word == null
        ? null
        : "'"
            + key
            + "' is known, but no loaded plugin offers "
            + kind
            + ":"
            + word
            + "; its entries are passed over";
  }

  private static @Nullable String known(String[] words, String word) {
    return Arrays.asList(words).contains(word) ? word : null;
  }
}
