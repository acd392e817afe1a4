package io.pharos.spi.runtime;

import io.pharos.spi.Experimental;

/** A service lent for one operation; close it soon. Confined to one operation. */
@Experimental(since = "0.1")
public interface Lease<T> extends AutoCloseable {
  /** The service; not to be kept beyond the lease. */
  T get();

  /** Says that the service failed in a way that it must answer for; counted at its plugin. */
  void failed(Throwable cause);

  @Override
  void close();
}
