package io.pharos.storage.tsdb.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.toolkit.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code meta.json} of a block of Prometheus. Immutable.
 *
 * @param mint first millisecond
 * @param maxt the first millisecond behind
 * @param sources the blocks of level 1 that are in it
 */
public record PrometheusMeta(
    String ulid,
    long mint,
    long maxt,
    long samples,
    long series,
    long chunks,
    int level,
    List<String> sources) {
  static final String FILE = "meta.json";

  public PrometheusMeta {
    sources = List.copyOf(sources);
  }

  /** Reads it; a {@code StorageException} of code CORRUPT says that it is damaged. */
  public static PrometheusMeta read(Path block) {
    try {
      Object json = Json.parse(Files.readString(block.resolve(FILE)));
      return of(json);
    } catch (NoSuchFileException e) {
      throw corrupt("meta.json is missing", e);
    } catch (IllegalArgumentException | java.nio.charset.CharacterCodingException e) {
      throw corrupt("meta.json is damaged: " + e.getMessage(), e);
    } catch (IOException e) {
      throw Failures.of("cannot read a block [folder=" + block + "]", e);
    }
  }

  private static PrometheusMeta of(@Nullable Object json) {
    long version = number(json, "version");
    if (version != 1) {
      throw corrupt("meta.json is of version " + version + ", only 1 is read", null);
    }
    Object stats = part(json, "stats");
    Object compaction = part(json, "compaction");
    List<String> sources = new ArrayList<>();
    if (part(compaction, "sources") instanceof List<?> list) {
      list.forEach(source -> sources.add(String.valueOf(source)));
    }
    return new PrometheusMeta(
        String.valueOf(part(json, "ulid")),
        number(json, "minTime"),
        number(json, "maxTime"),
        number(stats, "numSamples"),
        number(stats, "numSeries"),
        number(stats, "numChunks"),
        (int) number(compaction, "level"),
        sources);
  }

  private static @Nullable Object part(@Nullable Object json, String key) {
    return json instanceof Map<?, ?> map ? map.get(key) : null;
  }

  private static long number(@Nullable Object json, String key) {
    Object found = part(json, key);
    if (found == null) {
      return 0;
    }
    if (found instanceof Long value) {
      return value;
    }
    throw corrupt("meta.json is damaged [key=" + key + "]", null);
  }

  private static StorageException corrupt(String reason, @Nullable Exception cause) {
    return cause == null
        ? new StorageException(StorageException.Code.CORRUPT, reason)
        : new StorageException(StorageException.Code.CORRUPT, reason, cause);
  }

  byte[] toJson() {
    StringBuilder json = new StringBuilder(512);
    json.append("{\n\t\"ulid\": \"").append(ulid).append("\",\n");
    json.append("\t\"minTime\": ").append(mint).append(",\n");
    json.append("\t\"maxTime\": ").append(maxt).append(",\n");
    json.append("\t\"stats\": {\n\t\t\"numSamples\": ").append(samples);
    json.append(",\n\t\t\"numSeries\": ").append(series);
    json.append(",\n\t\t\"numChunks\": ").append(chunks).append("\n\t},\n");
    json.append("\t\"compaction\": {\n\t\t\"level\": ").append(level);
    json.append(",\n\t\t\"sources\": [");
    for (int i = 0; i < sources.size(); i++) {
      json.append(i == 0 ? "" : ",").append("\n\t\t\t\"").append(sources.get(i)).append('"');
    }
    json.append("\n\t\t]\n\t},\n\t\"version\": 1\n}");
    return json.toString().getBytes(UTF_8);
  }
}
