package io.pharos.storage.tsdb.prometheus;

import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.toolkit.wire.Snappy;
import io.pharos.toolkit.wire.WireException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Reads the records of Prometheus' log: the newest checkpoint, then the segments behind it. A
 * damaged record ends the reading. Confined to one thread.
 */
public final class PrometheusLog {
  private static final int PAGE = 32 << 10;
  private static final int HEADER = 7;
  private static final int MAX_RECORD = 512 << 20;
  private static final int SNAPPY = 0x08;
  private static final int ZSTD = 0x10;
  private static final int FULL = 1;
  private static final int FIRST = 2;
  private static final int MIDDLE = 3;
  private static final int LAST = 4;
  private static final String CHECKPOINT = "checkpoint.";

  private final List<Path> segments;
  private byte[] record = new byte[PAGE];
  private int size;
  private byte[] plain = new byte[PAGE];

  /** Takes records; the bytes are good until it returns. */
  public interface Sink {
    void record(byte[] bytes, int length);
  }

  private PrometheusLog(List<Path> segments) {
    this.segments = segments;
  }

  /** The log of a folder {@code wal}. */
  public static PrometheusLog of(Path folder) {
    List<Path> found = new ArrayList<>(numbered(folder, ""));
    List<Path> checkpoints = numbered(folder, CHECKPOINT);
    checkpoints.removeIf(path -> !Files.isDirectory(path));
    if (!checkpoints.isEmpty()) {
      Path newest = checkpoints.getLast();
      long behind = number(newest, CHECKPOINT);
      found.removeIf(segment -> number(segment, "") <= behind);
      found.addAll(0, numbered(newest, ""));
    }
    return new PrometheusLog(found);
  }

  private static List<Path> numbered(Path folder, String prefix) {
    List<Path> found = new ArrayList<>();
    try (var listing = Files.newDirectoryStream(folder)) {
      for (Path path : listing) {
        if (number(path, prefix) >= 0) {
          found.add(path);
        }
      }
    } catch (IOException e) {
      throw Failures.of("cannot list the log [folder=" + folder + "]", e);
    }
    found.sort((a, b) -> Long.compare(number(a, prefix), number(b, prefix)));
    return found;
  }

  private static long number(Path path, String prefix) {
    String name = String.valueOf(path.getFileName());
    String digits = name.startsWith(prefix) ? name.substring(prefix.length()) : "";
    boolean isNumber = !digits.isEmpty() && digits.chars().allMatch(c -> c >= '0' && c <= '9');
    return isNumber && digits.length() < 18 ? Long.parseLong(digits) : -1;
  }

  /** Tells this log from every other: a checksum of its files. */
  public long fingerprint() {
    CRC32C crc = new CRC32C();
    long print = segments.size();
    byte[] buffer = new byte[1 << 16];
    for (Path segment : segments) {
      try (InputStream in = Files.newInputStream(segment)) {
        for (int read = in.read(buffer); read > 0; read = in.read(buffer)) {
          crc.update(buffer, 0, read);
          print += read;
        }
      } catch (IOException e) {
        throw Failures.of("cannot read the log [file=" + segment + "]", e);
      }
    }
    return crc.getValue() << 32 ^ print;
  }

  /** Whether the first record of some segment is whole. */
  boolean isReadable() {
    byte[] start = new byte[PAGE];
    for (Path segment : segments) {
      try (InputStream in = Files.newInputStream(segment)) {
        int length = in.readNBytes(start, 0, PAGE);
        boolean[] isRecord = {false};
        if (length > 0 && start[0] != 0) {
          size = 0;
          String damage = page(start, length, (bytes, count) -> isRecord[0] = true);
          return damage == null || isRecord[0];
        }
      } catch (IOException e) {
        throw Failures.of("cannot read the log [file=" + segment + "]", e);
      }
    }
    return false;
  }

  /** Shows all records; answers what is wrong where the reading ended early, else null. */
  public @Nullable String read(Sink sink) {
    byte[] page = new byte[PAGE];
    for (Path segment : segments) {
      size = 0;
      try (InputStream in = Files.newInputStream(segment)) {
        int number = 0;
        for (int read = in.readNBytes(page, 0, PAGE);
            read > 0;
            read = in.readNBytes(page, 0, PAGE)) {
          String damage = page(page, read, sink);
          if (damage != null) {
            return damage + " [file=" + segment.getFileName() + ", page=" + number + "]";
          }
          number++;
        }
      } catch (IOException e) {
        throw Failures.of("cannot read the log [file=" + segment + "]", e);
      }
    }
    return null;
  }

  private @Nullable String page(byte[] page, int length, Sink sink) {
    int at = 0;
    while (at < length && page[at] != 0) {
      if (at + HEADER > length) {
        return "a record is cut off";
      }
      int type = page[at] & 7;
      int flags = page[at];
      int bytes = (page[at + 1] & 0xFF) << 8 | (page[at + 2] & 0xFF);
      if (at + HEADER + bytes > length) {
        return "a record is cut off";
      }
      CRC32C crc = new CRC32C();
      crc.update(page, at + HEADER, bytes);
      if ((int) crc.getValue() != i32(page, at + 3)) {
        return "checksum mismatch in a record";
      }
      if (type == FULL || type == FIRST) {
        size = 0;
      }
      if (type < FULL || type > LAST || size + (long) bytes > MAX_RECORD) {
        return "no record";
      }
      append(page, at + HEADER, bytes);
      at += HEADER + bytes;
      if (type == FULL || type == LAST) {
        String damage = emit(flags, sink);
        if (damage != null) {
          return damage;
        }
      } else if (type != FIRST && type != MIDDLE) {
        return "no record";
      }
    }
    return null;
  }

  private static int i32(byte[] bytes, int at) {
    return bytes[at] << 24
        | (bytes[at + 1] & 0xFF) << 16
        | (bytes[at + 2] & 0xFF) << 8
        | (bytes[at + 3] & 0xFF);
  }

  private void append(byte[] page, int from, int bytes) {
    if (size + bytes > record.length) {
      record = Arrays.copyOf(record, Math.max(2 * record.length, size + bytes));
    }
    System.arraycopy(page, from, record, size, bytes);
    size += bytes;
  }

  private @Nullable String emit(int flags, Sink sink) {
    if ((flags & ZSTD) != 0) {
      throw new StorageException(
          StorageException.Code.UNAVAILABLE,
          "the log is compressed with zstd, which is not read; let Prometheus write it to a block"
              + " by a snapshot");
    }
    if ((flags & SNAPPY) == 0) {
      sink.record(record, size);
      return null;
    }
    try {
      int length = Snappy.decodedLength(record, size, MAX_RECORD);
      if (length > plain.length) {
        plain = new byte[Math.max(2 * plain.length, length)];
      }
      sink.record(plain, Snappy.decode(record, size, plain));
      return null;
    } catch (WireException e) {
      return "a compressed record is damaged";
    }
  }
}
