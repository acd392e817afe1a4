package io.pharos.storage.tsdb.exchange;

import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.block.BlockMeta;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.toolkit.template.GoDuration;
import io.pharos.toolkit.unit.ByteSizes;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints blocks as {@code promtool tsdb list} does. */
public final class BlockTable {
  private static final int MIN_WIDTH = 13;
  private static final int PADDING = 2;
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final List<String[]> rows = new ArrayList<>();
  private final boolean isForPeople;

  public BlockTable(boolean isForPeople) {
    this.isForPeople = isForPeople;
    rows.add(
        new String[] {
          "BLOCK ULID",
          "MIN TIME",
          "MAX TIME",
          "DURATION",
          "NUM SAMPLES",
          "NUM CHUNKS",
          "NUM SERIES",
          "SIZE"
        });
  }

  /** Adds a block that stands below a folder. */
  public void add(Path folder, BlockMeta meta) {
    long size;
    try {
      size = Block.size(folder.resolve(meta.ulid()));
    } catch (IOException e) {
      throw Failures.of("cannot read a block [block=" + meta.ulid() + "]", e);
    }
    rows.add(
        new String[] {
          meta.ulid(),
          time(meta.mint()),
          time(meta.maxt()),
          duration(meta.maxt() - meta.mint()),
          Long.toString(meta.samples()),
          Long.toString(meta.chunks()),
          Long.toString(meta.series()),
          isForPeople ? ByteSizes.print(size) : Long.toString(size)
        });
  }

  /** A length of time as Go prints it: {@code 2h0m0s}. */
  static String duration(long millis) {
    return new GoDuration(millis * 1_000_000, false).text();
  }

  private String time(long millis) {
    if (!isForPeople) {
      return Long.toString(millis);
    }
    StringBuilder text = new StringBuilder(SECONDS.format(Instant.ofEpochMilli(millis)));
    long rest = Math.floorMod(millis, 1000L);
    if (rest != 0) {
      text.append(String.format(Locale.ROOT, ".%03d", rest));
      while (text.charAt(text.length() - 1) == '0') {
        text.setLength(text.length() - 1);
      }
    }
    return text.append(" +0000 UTC").toString();
  }

  public void print(PrintStream out) {
    int columns = rows.getFirst().length;
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int c = 0; c < columns; c++) {
        widths[c] = Math.max(widths[c], Math.max(MIN_WIDTH, row[c].length() + PADDING));
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int c = 0; c < columns; c++) {
        line.append(row[c]);
        if (c < columns - 1) {
          line.append(" ".repeat(widths[c] - row[c].length()));
        }
      }
      out.print(line.append('\n'));
    }
  }
}
