package io.pharos.kernel.lifecycle;

import io.pharos.kernel.plugin.Kind;
import io.pharos.spi.command.CommandFactory;
import io.pharos.spi.discovery.DiscoveryFactory;
import io.pharos.spi.error.BugException;
import io.pharos.spi.exporter.ExporterFactory;
import io.pharos.spi.notify.NotifierFactory;
import io.pharos.spi.part.PartFactory;
import io.pharos.spi.query.QueryEngineFactory;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.storage.StorageFactory;
import io.pharos.spi.web.WebFactory;
import java.util.Set;

/**
 * One extension of a loaded plugin. Immutable.
 *
 * @param type the word in configuration, or the name of a part
 * @param configKey the key that lists its entries, "" where none does
 * @param configType its record; that of commands is empty
 * @param needs the services that its constructor takes
 */
record Offer(
    Kind kind,
    String type,
    String configKey,
    Class<? extends Record> configType,
    Object factory,
    Set<Class<?>> needs) {
  private record Nothing() {}

  Offer {
    needs = Set.copyOf(needs);
  }

  /** Asks a factory what it is. */
  static Offer of(Object factory, Set<Class<?>> needs) {
    return switch (factory) {
      case StorageFactory<?> f -> offer(Kind.STORAGE, f.type(), "", f.configType(), f, needs);
      case QueryEngineFactory<?> f -> offer(Kind.QUERY, f.type(), "", f.configType(), f, needs);
      case PartFactory<?> f -> offer(Kind.PART, f.name(), "", f.configType(), f, needs);
      case WebFactory<?> f -> offer(Kind.WEB, f.type(), "", f.configType(), f, needs);
      case DiscoveryFactory<?> f ->
          offer(Kind.DISCOVERY, f.type(), f.configKey(), f.configType(), f, needs);
      case NotifierFactory<?> f ->
          offer(Kind.NOTIFY, f.type(), f.configKey(), f.configType(), f, needs);
      case ExporterFactory<?> f -> offer(Kind.EXPORTER, f.type(), "", f.configType(), f, needs);
      case CommandFactory f -> offer(Kind.COMMAND, f.name(), "", Nothing.class, f, needs);
      default ->
          throw new BugException(
              "extension " + factory.getClass().getName() + " is of no known kind");
    };
  }

  private static Offer offer(
      Kind kind,
      String type,
      String key,
      Class<? extends Record> configType,
      Object factory,
      Set<Class<?>> needs) {
    return new Offer(kind, type, key, configType, factory, needs);
  }

  /** Makes an instance. */
  AutoCloseable create(Record config, Context context) {
    return switch (factory) {
      case StorageFactory<?> f -> create(f, config, context);
      case QueryEngineFactory<?> f -> create(f, config, context);
      case PartFactory<?> f -> create(f, config, context);
      case WebFactory<?> f -> create(f, config, context);
      case DiscoveryFactory<?> f -> create(f, config, context);
      case NotifierFactory<?> f -> create(f, config, context);
      case ExporterFactory<?> f -> create(f, config, context);
      default -> throw new BugException(kind.word() + " has no instances");
    };
  }

  private static <C extends Record> AutoCloseable create(
      StorageFactory<C> factory, Record config, Context context) {
    return factory.create(factory.configType().cast(config), context);
  }

  private static <C extends Record> AutoCloseable create(
      QueryEngineFactory<C> factory, Record config, Context context) {
    return factory.create(factory.configType().cast(config), context);
  }

  private static <C extends Record> AutoCloseable create(
      PartFactory<C> factory, Record config, Context context) {
    return factory.create(factory.configType().cast(config), context);
  }

  private static <C extends Record> AutoCloseable create(
      WebFactory<C> factory, Record config, Context context) {
    return factory.create(factory.configType().cast(config), context);
  }

  private static <C extends Record> AutoCloseable create(
      DiscoveryFactory<C> factory, Record config, Context context) {
    return factory.create(factory.configType().cast(config), context);
  }

  private static <C extends Record> AutoCloseable create(
      NotifierFactory<C> factory, Record config, Context context) {
    return factory.create(factory.configType().cast(config), context);
  }

  private static <C extends Record> AutoCloseable create(
      ExporterFactory<C> factory, Record config, Context context) {
    return factory.create(factory.configType().cast(config), context);
  }

  @Override
  public String toString() {
    return kind.word() + ":" + type;
  }
}
