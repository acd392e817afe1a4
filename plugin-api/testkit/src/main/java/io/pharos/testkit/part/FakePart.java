package io.pharos.testkit.part;

import io.pharos.spi.http.Route;
import io.pharos.spi.part.Part;
import io.pharos.spi.part.PartFactory;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.Reconfigurable;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/** Counts at a pace that its settings say, offers and serves the number. Without state. */
public final class FakePart implements PartFactory<FakePart.Config> {
  /** Settings: the time between two counts. */
  public record Config(Duration pace) {}

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Class<Config> configType() {
    return Config.class;
  }

  @Override
  public Part create(Config config, Context context) {
    return new Counter(config, context);
  }

  /** A part that counts. Thread-safe. */
  private static final class Counter implements Part, Reconfigurable<Config>, IntSupplier {
    private final Config config;
    private final Context context;
    private final AtomicInteger count = new AtomicInteger();

    Counter(Config config, Context context) {
      this.config = config;
      this.context = context;
    }

    @Override
    public void start() {
      context.scheduler().every("count", config.pace(), config.pace(), count::incrementAndGet);
    }

    @Override
    public int getAsInt() {
      return count.get();
    }

    @Override
    public Map<Class<?>, Object> services() {
      return Map.of(IntSupplier.class, this);
    }

    @Override
    public List<Route> routes() {
      return List.of(
          Route.get(
              "/fake/count",
              (request, response) -> response.text("text/plain", Integer.toString(count.get()))));
    }

    @Override
    public Applied apply(Config changed) {
      return changed.equals(config) ? Applied.APPLIED : Applied.NEEDS_NEW;
    }

    @Override
    public void close() {}
  }
}
