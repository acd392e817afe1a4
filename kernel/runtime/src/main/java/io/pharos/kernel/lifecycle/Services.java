package io.pharos.kernel.lifecycle;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The slots of all services, by their SPI interface. Thread-safe. */
final class Services {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Map<Class<?>, Slot<?>> slots = new ConcurrentHashMap<>();

  Slot<?> slot(Class<?> type) {
    return slots.computeIfAbsent(type, Services::make);
  }

  private static <T> Slot<T> make(Class<T> type) {
    return new Slot<>(type, PATIENCE);
  }
}
