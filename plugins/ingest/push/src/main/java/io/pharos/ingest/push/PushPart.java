package io.pharos.ingest.push;

import io.pharos.ingest.push.store.Groups;
import io.pharos.ingest.push.store.SnapshotFile;
import io.pharos.spi.http.Route;
import io.pharos.spi.part.Part;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MetricFamilies;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps what is pushed while the server runs. Start and close are called by one thread. */
final class PushPart implements Part {
  private final PushConfig config;
  private final Context context;
  private final @Nullable SnapshotFile file;
  private final Groups groups;
  private final PushSite site;
  private boolean started;

  PushPart(PushConfig config, Context context, MetricFamilies families) {
    this.config = config;
    this.context = context;
    file =
        config.persistenceFile().isEmpty()
            ? null
            : new SnapshotFile(
                Path.of(config.persistenceFile()),
                config.persistenceInterval(),
                context.clock(),
                context.scheduler());
    groups = new Groups(context.clock(), () -> PushSite.own(families), this::changed);
    site = new PushSite(groups, families);
  }

  private void changed() {
    if (file != null) {
      file.changed(groups::all);
    }
  }

  @Override
  public void start() {
    started = true;
    if (file != null) {
      groups.restore(file.read());
    }
  }

  @Override
  public List<Route> routes() {
    PushMetrics metrics =
        new PushMetrics(context.clock(), context.metrics(), context.server().version());
    PushApi api = new PushApi(config, groups, context.server());
    return new PushRoutes(config, groups, site, metrics, api).all();
  }

  @Override
  public Map<Class<?>, Object> services() {
    return Map.of(PushedFamilies.class, site);
  }

  @Override
  public void close() {
    if (file != null && started) {
      started = false;
      file.stop();
      file.write(groups.all());
    }
  }
}
