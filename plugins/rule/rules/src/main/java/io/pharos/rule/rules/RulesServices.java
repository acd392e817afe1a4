package io.pharos.rule.rules;

import io.pharos.spi.alert.AlertSink;
import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.discovery.Discoverer;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Storage;

/** What rules need of others. Immutable. */
record RulesServices(
    ServiceRef<QueryEngine> engines,
    ServiceRef<Storage> storages,
    ServiceRef<AlertSink> sinks,
    ConfigReader reader,
    Instances<Discoverer> discoverers) {}
