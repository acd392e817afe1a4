package io.pharos.kernel.config;

import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.error.ConfigException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Supplier;

/** Binds files that sections name. Thread-safe. */
public final class FileReader implements ConfigReader {
  private final Supplier<Extensions> extensions;

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
    RecordBinder binder =
        new RecordBinder(document, "", extensions.get(), null, problems, RecordBinder.newOrigins());
    Object bound = binder.record(type, document.root(), "", Set.of());
    problems.throwIfAny();
    if (RecordBinder.isFailed(bound)) {
      throw new ConfigException(document.name() + ": cannot be read");
    }
    return type.cast(bound);
  }
}
