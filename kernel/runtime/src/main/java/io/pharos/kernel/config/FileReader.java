package io.pharos.kernel.config;

import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.error.ConfigException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Binds files that sections name. Thread-safe. */
public final class FileReader implements ConfigReader {
  private final Supplier<Extensions> extensions;

  /** Where the settings of extensions stand that somebody still holds. Guarded by itself. */
  private final Map<ExtensionConfig, RecordBinder.Origin> origins = new WeakHashMap<>();

  /** A reader of files whose open keys are those of the extensions of that moment. */
  public FileReader(Supplier<Extensions> extensions) {
    this.extensions = extensions;
  }

  @Override
  public <C extends Record> C read(Path file, Class<C> type) {
    return bind(YamlDocument.read(file), type);
  }

  @Override
  public <C extends Record> C parse(String name, Path folder, String text, Class<C> type) {
    return bind(YamlDocument.parse(name, folder, text), type);
  }

  private <C extends Record> C bind(YamlDocument document, Class<C> type) {
    Problems problems = new Problems();
    Map<ExtensionConfig, RecordBinder.Origin> found = RecordBinder.newOrigins();
    RecordBinder binder = new RecordBinder(document, "", extensions.get(), null, problems, found);
    Object bound = binder.record(type, document.root(), "", Set.of());
    problems.throwIfAny();
    found.forEach(this::keep);
    if (RecordBinder.isFailed(bound)) {
      throw new ConfigException(document.name() + ": cannot be read");
    }
    return type.cast(bound);
  }

  /**
   * Binds the settings of an extension that some file named again, for a new version of it; null if
   * they cannot be, or come from elsewhere.
   */
  public @Nullable ExtensionConfig rebind(ExtensionConfig config, Class<? extends Record> type) {
    RecordBinder.Origin origin;
    synchronized (origins) {
      origin = origins.get(config);
    }
    if (origin == null) {
      return null;
    }
    Object bound =
        new RecordBinder(
                origin.document(),
                origin.file(),
                extensions.get(),
                null,
                new Problems(),
                RecordBinder.newOrigins())
            .record(type, origin.node(), origin.path(), origin.named() ? Set.of("type") : Set.of());
    if (RecordBinder.isFailed(bound)) {
      return null;
    }
    ExtensionConfig again = new ExtensionConfig(config.kind(), config.type(), (Record) bound);
    keep(again, origin);
    return again;
  }

  private void keep(ExtensionConfig config, RecordBinder.Origin origin) {
    synchronized (origins) {
      origins.remove(config); // an equal one is held by somebody else, perhaps not for long
      origins.put(config, origin);
    }
  }
}
