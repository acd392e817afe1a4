package io.pharos.kernel.lifecycle;

import io.pharos.kernel.config.FileChecksum;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reloads the configuration when its files have changed; a change that fails is tried again at each
 * look, as by the original. Confined to one thread.
 */
public final class AutoReload implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(AutoReload.class);

  private final Collection<Path> files;
  private final Runnable reload;
  private String applied;

  public AutoReload(Collection<Path> files, Runnable reload) {
    this.files = List.copyOf(files);
    this.reload = reload;
    applied = FileChecksum.of(this.files);
  }

  @Override
  public void run() {
    String now = FileChecksum.of(files);
    if (now.equals(applied)) {
      return;
    }
    log.info("configuration files have changed, reloading");
    try {
      reload.run();
      applied = now;
    } catch (RuntimeException e) {
      log.debug("reload after a change failed, and is tried again", e);
    }
  }
}
