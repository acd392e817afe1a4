package io.pharos.storage.tsdb.exchange;

import io.pharos.model.label.Labels;
import io.pharos.model.label.LabelsBuilder;
import io.pharos.spi.error.ConfigException;
import io.pharos.storage.tsdb.block.BlockMeta;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.toolkit.exposition.ExpositionException;
import io.pharos.toolkit.exposition.ExpositionParser;
import io.pharos.toolkit.exposition.OpenMetricsParser;
import io.pharos.toolkit.exposition.ParsedLabels;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Makes blocks of an OpenMetrics text in which every sample has its time. */
public final class OpenMetricsFile {
  private static final byte[] EOF = "# EOF\n".getBytes(StandardCharsets.US_ASCII);
  private static final int PIECE_BYTES = 8 << 20;
  private static final int LONGEST_LINE = 64 << 20;

  private final OpenMetricsParser parser = new OpenMetricsParser();
  private final ParsedLabels parsed = new ParsedLabels();
  private final Map<String, String> added;
  private final Spool spool;

  private OpenMetricsFile(Map<String, String> added, Spool spool) {
    this.added = added;
    this.spool = spool;
  }

  /**
   * Reads a file and adds its samples to a folder.
   *
   * @param added labels that every series gets
   * @param range milliseconds of a block
   */
  public static List<BlockMeta> read(
      Path file, NewBlocks target, Map<String, String> added, long range) {
    try (Spool spool = new Spool(target.temporary(), range)) {
      new OpenMetricsFile(added, spool).read(file);
      return spool.write(target, window -> List.of());
    }
  }

  private void read(Path file) {
    byte[] piece = new byte[PIECE_BYTES];
    int kept = 0;
    try (BufferedInputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      while (true) {
        int got = in.readNBytes(piece, kept, piece.length - EOF.length - kept);
        int length = kept + got;
        boolean isLast = isAtEnd(in);
        int end = isLast ? length : lastLine(piece, length);
        if (end == 0) {
          if (piece.length > LONGEST_LINE) {
            throw new ConfigException("a line is longer than " + LONGEST_LINE + " bytes");
          }
          piece = Arrays.copyOf(piece, 2 * piece.length);
          kept = length;
          continue;
        }
        parse(piece, end, isLast);
        if (isLast) {
          return;
        }
        kept = length - end;
        System.arraycopy(piece, end, piece, 0, kept);
      }
    } catch (IOException e) {
      throw Failures.of("cannot read a file [file=" + file + "]", e);
    }
  }

  private static boolean isAtEnd(BufferedInputStream in) throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next < 0;
  }

  /** The end of the last whole line. */
  private static int lastLine(byte[] piece, int length) {
    int end = length;
    while (end > 0 && piece[end - 1] != '\n') {
      end--;
    }
    return end;
  }

  private void parse(byte[] piece, int end, boolean isLast) {
    byte[] body = piece;
    int length = end;
    if (!isLast) {
      // what follows is kept by the copy: only the piece's own end is marked
      body = Arrays.copyOf(piece, end + EOF.length);
      System.arraycopy(EOF, 0, body, end, EOF.length);
      length = body.length;
    }
    parser.wrap(body, length);
    try {
      for (ExpositionParser.Entry entry = parser.next();
          entry != ExpositionParser.Entry.END;
          entry = parser.next()) {
        if (entry == ExpositionParser.Entry.SERIES) {
          sample();
        }
      }
    } catch (ExpositionException e) {
      throw new ConfigException("getting min and max timestamp: next: " + e.getMessage());
    }
  }

  private void sample() {
    parser.labels(parsed);
    Labels labels = labels();
    if (!parser.hasTimestamp()) {
      throw new ConfigException(
          "getting min and max timestamp: expected timestamp for series got none [series="
              + labels
              + "]");
    }
    spool.add(spool.series(labels), parser.timestamp(), parser.value());
  }

  private Labels labels() {
    LabelsBuilder builder = new LabelsBuilder();
    for (int i = 0; i < parsed.size(); i++) {
      builder.set(parsed.name(i), parsed.value(i));
    }
    added.forEach(builder::set);
    return builder.build();
  }
}
