package io.pharos.kernel.lifecycle;

import io.pharos.kernel.metric.Registry;
import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.config.ConfigView;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.Plugins;
import io.pharos.spi.runtime.ServerInfo;
import io.pharos.spi.web.WebPages;
import java.nio.file.Path;
import java.util.random.RandomGenerator;

/**
 * What the kernel lends to all plugins. Immutable.
 *
 * @param data the folder below which each plugin has one
 */
record KernelServices(
    Clock clock,
    MemoryBudget memory,
    Registry metrics,
    RandomGenerator random,
    HttpClients http,
    ServerInfo server,
    Plugins plugins,
    ConfigReader configReader,
    ConfigView configView,
    WebPages pages,
    Path data) {}
