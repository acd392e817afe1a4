package io.pharos.alert.router;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.pharos.model.label.Labels;
import io.pharos.spi.error.ConfigException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All silences, kept over restarts. Thread-safe. */
final class Silences {
  private final ReentrantLock lock = new ReentrantLock();
  private final RandomGenerator random;
  private final long retention;
  private final StateFile file;

  @GuardedBy("lock")
  private final Map<String, Silence> silences = new LinkedHashMap<>();

  Silences(RandomGenerator random, long retention, StateFile file) {
    this.random = random;
    this.retention = retention;
    this.file = file;
  }

  /** Reads what was kept. */
  void load() {
    lock.lock();
    try {
      for (Object one : file.read()) {
        Silence silence = SilenceJson.stored(one);
        silences.put(silence.id(), silence);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a new silence or a change of one; answers its id, empty if the one to change is unknown.
   *
   * @throws ConfigException if it is not valid
   */
  Optional<String> set(Silence wanted, long now) {
    check(wanted);
    lock.lock();
    try {
      if (!wanted.id().isEmpty()) {
        Silence known = silences.get(wanted.id());
        if (known == null) {
          return Optional.empty();
        }
        if (canUpdate(known, wanted, now)) {
          store(wanted.with(wanted.id(), wanted.startsAt(), wanted.endsAt(), now));
          return Optional.of(wanted.id());
        }
        if (known.state(now) != Silence.State.EXPIRED) {
          expire(known, now);
        }
      }
      String id = newId();
      store(wanted.with(id, Math.max(now, wanted.startsAt()), wanted.endsAt(), now));
      return Optional.of(id);
    } finally {
      lock.unlock();
    }
  }

  private static void check(Silence silence) {
    boolean selective = false;
    for (AlertMatcher matcher : silence.matchers()) {
      selective |= matcher.type().isNegative() || !matcher.matches("");
    }
    if (!selective) {
      throw new ConfigException(
          "matcher set 0: at least one matcher must not match the empty string");
    }
  }

  private static boolean canUpdate(Silence known, Silence wanted, long now) {
    if (!known.matchers().equals(wanted.matchers())) {
      return false;
    }
    return switch (known.state(now)) {
      case ACTIVE -> wanted.startsAt() / 1000 == known.startsAt() / 1000 && wanted.endsAt() >= now;
      case PENDING -> wanted.startsAt() >= now;
      case EXPIRED -> false;
    };
  }

  private String newId() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & 0x3FFFFFFFFFFFFFFFL) | 0x8000000000000000L;
    return new UUID(high, low).toString();
  }

  /** Ends a silence; false if it is unknown. */
  boolean expire(String id, long now) {
    lock.lock();
    try {
      Silence known = silences.get(id);
      if (known == null) {
        return false;
      }
      if (known.state(now) != Silence.State.EXPIRED) {
        expire(known, now);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }

  @GuardedBy("lock")
  private void expire(Silence known, long now) {
    long start = known.state(now) == Silence.State.PENDING ? now : known.startsAt();
    store(known.with(known.id(), start, now, now));
  }

  @GuardedBy("lock")
  private void store(Silence silence) {
    silences.put(silence.id(), silence);
    save();
  }

  @GuardedBy("lock")
  private void save() {
    file.write(silences.values().stream().map(SilenceJson::toStore).toList());
  }

  @Nullable Silence get(String id) {
    lock.lock();
    try {
      return silences.get(id);
    } finally {
      lock.unlock();
    }
  }

  /** Active ones by end, then pending ones by start, then expired ones, the last first. */
  List<Silence> list(long now) {
    List<Silence> all;
    lock.lock();
    try {
      all = new ArrayList<>(silences.values());
    } finally {
      lock.unlock();
    }
    all.sort(
        Comparator.comparing((Silence s) -> s.state(now))
            .thenComparing(
                s ->
                    switch (s.state(now)) {
                      case ACTIVE -> s.endsAt();
                      case PENDING -> s.startsAt();
                      case EXPIRED -> -s.endsAt();
                    }));
    return all;
  }

  /** The ids of the silences that mute these labels now, sorted. */
  List<String> silencedBy(Labels labels, long now) {
    List<String> ids = new ArrayList<>();
    lock.lock();
    try {
      for (Silence silence : silences.values()) {
        if (silence.mutes(labels, now)) {
          ids.add(silence.id());
        }
      }
    } finally {
      lock.unlock();
    }
    ids.sort(null);
    return ids;
  }

  long count(Silence.State state, long now) {
    return list(now).stream().filter(silence -> silence.state(now) == state).count();
  }

  /** Forgets silences that ended long ago. */
  void collect(long now) {
    lock.lock();
    try {
      if (silences.values().removeIf(silence -> silence.endsAt() + retention < now)) {
        save();
      }
    } finally {
      lock.unlock();
    }
  }
}
