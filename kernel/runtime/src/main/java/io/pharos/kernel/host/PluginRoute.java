package io.pharos.kernel.host;

import io.pharos.spi.http.Route;

/** A route and the plugin that it belongs to; its handler is guarded already. Immutable. */
public record PluginRoute(String pluginId, Route route) {}
