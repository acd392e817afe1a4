package io.pharos.spi.storage;

import io.pharos.spi.Experimental;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A stream of selected series. Confined to one thread; the series it gave are not. */
@Experimental(since = "0.1")
public interface SeriesSet extends AutoCloseable {
  /** The next series, null after the last. May be read until the querier is closed. */
  @Nullable Series next();

  /** How many series there are, -1 where that is only known at the end. */
  default int size() {
    return -1;
  }

  /** What went wrong so far without making the answer useless. */
  default List<String> warnings() {
    return List.of();
  }

  @Override
  void close();
}
