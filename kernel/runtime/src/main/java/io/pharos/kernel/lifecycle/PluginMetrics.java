package io.pharos.kernel.lifecycle;

import io.pharos.kernel.metric.Registry;
import io.pharos.model.sample.MetricType;
import io.pharos.spi.runtime.MetricFamilies.MetricFamily;
import io.pharos.spi.runtime.MetricFamilies.MetricSample;
import io.pharos.spi.runtime.Plugins;
import java.util.ArrayList;
import java.util.List;

/** The metrics of plugins: up, failures, seconds, running calls. Immutable. */
final class PluginMetrics {
  private PluginMetrics() {}

  static void expose(Registry registry, Plugins plugins, Retired retired) {
    registry
        .processView()
        .gauge("pharos_plugins", "Plugins that are known.")
        .read(() -> plugins.list().size());
    registry.collector(() -> families(plugins, retired));
  }

  private static List<MetricFamily> families(Plugins plugins, Retired retired) {
    List<MetricSample> held = new ArrayList<>();
    for (String plugin : retired.plugins()) {
      held.add(new MetricSample("", List.of("plugin", plugin), retired.loaders(plugin)));
    }
    List<MetricSample> up = new ArrayList<>();
    List<MetricSample> failures = new ArrayList<>();
    List<MetricSample> seconds = new ArrayList<>();
    List<MetricSample> running = new ArrayList<>();
    for (Plugins.Plugin plugin : plugins.list()) {
      List<String> labels = List.of("plugin", plugin.id());
      boolean isUp = plugin.state() == Plugins.State.LOADED && plugin.health() == Plugins.Health.UP;
      up.add(new MetricSample("", labels, isUp ? 1 : 0));
      failures.add(new MetricSample("", labels, plugin.failures()));
      seconds.add(new MetricSample("", labels, plugin.seconds()));
      running.add(new MetricSample("", labels, plugin.running()));
    }
    return List.of(
        new MetricFamily(
            "pharos_plugin_up",
            MetricType.GAUGE,
            "Whether the plugin is loaded and has not failed of late.",
            up),
        new MetricFamily(
            "pharos_plugin_failures_total",
            MetricType.COUNTER,
            "Calls of the plugin that failed.",
            failures),
        new MetricFamily(
            "pharos_plugin_seconds_total",
            MetricType.COUNTER,
            "Time spent in calls of the plugin.",
            seconds),
        new MetricFamily(
            "pharos_plugin_running",
            MetricType.GAUGE,
            "Calls and tasks of the plugin that run now.",
            running),
        new MetricFamily(
            "pharos_plugin_held_loaders",
            MetricType.GAUGE,
            "Class loaders of unloaded versions of the plugin that have not been freed.",
            held));
  }
}
