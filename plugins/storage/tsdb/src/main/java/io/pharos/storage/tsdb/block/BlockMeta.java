package io.pharos.storage.tsdb.block;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.file.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * What {@code meta.json} says of a block. Immutable.
 *
 * @param mint first millisecond of the range
 * @param maxt the first millisecond behind the range
 * @param level 1 for what comes from the head, one more with each compaction
 * @param sources the blocks of level 1 that are in it
 * @param parents the blocks that it was made of
 */
public record BlockMeta(
    String ulid,
    long mint,
    long maxt,
    long samples,
    long series,
    long chunks,
    int level,
    List<String> sources,
    List<String> parents) {
  /** Changes with every change of the bytes of a block. */
  static final String FORMAT = "pharos-block-0-2";

  private static final Pattern NUMBER = Pattern.compile("\"(\\w+)\": (-?\\d+)");
  private static final Pattern TEXT = Pattern.compile("\"(\\w+)\": \"([^\"]*)\"");
  private static final Pattern LIST = Pattern.compile("\"(\\w+)\": \\[([^\\]]*)\\]");

  public BlockMeta {
    sources = List.copyOf(sources);
    parents = List.copyOf(parents);
  }

  /** Reads that of a block; a {@code StorageException} of code CORRUPT if it is damaged. */
  public static BlockMeta read(Path block) {
    try {
      return parse(new String(Files.readAllBytes(block.resolve(BlockFormat.META)), UTF_8));
    } catch (IOException e) {
      throw Failures.of("cannot open a block [folder=" + block + "]", e);
    }
  }

  /** The text of the file. */
  String toJson() {
    String body = body();
    return "{\n" + body + ",\n  \"checksum\": \"" + checksum(body) + "\"\n}\n";
  }

  private String body() {
    StringBuilder json = new StringBuilder();
    text(json, "ulid", ulid).append(",\n");
    number(json, "minTime", mint).append(",\n");
    number(json, "maxTime", maxt).append(",\n");
    json.append("  \"stats\": {\n  ");
    number(json, "numSamples", samples).append(",\n  ");
    number(json, "numSeries", series).append(",\n  ");
    number(json, "numChunks", chunks).append("\n  },\n");
    json.append("  \"compaction\": {\n  ");
    number(json, "level", level).append(",\n  ");
    list(json, "sources", sources).append(",\n  ");
    list(json, "parents", parents).append("\n  },\n");
    text(json, "format", FORMAT);
    return json.toString();
  }

  private static StringBuilder text(StringBuilder json, String key, String value) {
    return json.append("  \"").append(key).append("\": \"").append(value).append('"');
  }

  private static StringBuilder number(StringBuilder json, String key, long value) {
    return json.append("  \"").append(key).append("\": ").append(value);
  }

  private static StringBuilder list(StringBuilder json, String key, List<String> values) {
    json.append("  \"").append(key).append("\": [");
    for (int i = 0; i < values.size(); i++) {
      json.append(i == 0 ? "" : ", ").append('"').append(values.get(i)).append('"');
    }
    return json.append(']');
  }

  /**
   * Reads the text; a {@code StorageException} of code CORRUPT if it is not to the letter what was
   * written.
   */
  static BlockMeta parse(String json) {
    String format = text(json, "format");
    if (!format.equals(FORMAT)) {
      throw new StorageException(
          StorageException.Code.CORRUPT,
          "meta.json is of another format [expected=" + FORMAT + ", actual=" + format + "]");
    }
    BlockMeta meta =
        new BlockMeta(
            text(json, "ulid"),
            number(json, "minTime"),
            number(json, "maxTime"),
            number(json, "numSamples"),
            number(json, "numSeries"),
            number(json, "numChunks"),
            (int) number(json, "level"),
            list(json, "sources"),
            list(json, "parents"));
    if (!meta.toJson().equals(json)) {
      throw new StorageException(StorageException.Code.CORRUPT, "meta.json is damaged");
    }
    return meta;
  }

  private static String text(String json, String key) {
    Matcher matcher = TEXT.matcher(json);
    while (matcher.find()) {
      if (matcher.group(1).equals(key)) {
        return matcher.group(2);
      }
    }
    throw missing(key);
  }

  private static long number(String json, String key) {
    Matcher matcher = NUMBER.matcher(json);
    while (matcher.find()) {
      if (matcher.group(1).equals(key)) {
        try {
          return Long.parseLong(matcher.group(2));
        } catch (NumberFormatException e) {
          throw missing(key);
        }
      }
    }
    throw missing(key);
  }

  private static List<String> list(String json, String key) {
    Matcher matcher = LIST.matcher(json);
    while (matcher.find()) {
      if (matcher.group(1).equals(key)) {
        List<String> values = new ArrayList<>();
        for (String item : matcher.group(2).split(", ", -1)) {
          if (item.length() > 2) {
            values.add(item.substring(1, item.length() - 1));
          }
        }
        return values;
      }
    }
    throw missing(key);
  }

  private static StorageException missing(String key) {
    return new StorageException(
        StorageException.Code.CORRUPT, "meta.json is damaged [key=" + key + "]");
  }

  private static String checksum(String body) {
    CRC32C crc = new CRC32C();
    crc.update(body.getBytes(UTF_8));
    return Long.toHexString(crc.getValue());
  }
}
