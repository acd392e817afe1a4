package io.pharos.storage.tsdb;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.command.CommandFactory;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.PharosException;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Context;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.ServerInfo;
import io.pharos.storage.tsdb.block.Block;
import io.pharos.storage.tsdb.block.BlockMeta;
import io.pharos.storage.tsdb.exchange.Analysis;
import io.pharos.storage.tsdb.exchange.Arguments;
import io.pharos.storage.tsdb.exchange.BlockTable;
import io.pharos.storage.tsdb.exchange.Dump;
import io.pharos.storage.tsdb.exchange.Exporter;
import io.pharos.storage.tsdb.exchange.Importer;
import io.pharos.storage.tsdb.exchange.NewBlocks;
import io.pharos.storage.tsdb.exchange.OpenMetricsFile;
import io.pharos.storage.tsdb.exchange.SelectorText;
import io.pharos.storage.tsdb.file.Disk;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.toolkit.unit.Durations;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.pf4j.Extension;

/** The command {@code pharos tsdb}: what promtool's of that name does, and import and export. */
@Extension
public final class TsdbCommand implements CommandFactory {
  private static final String HELP =
      """
      usage: pharos tsdb <command> [<args>]

        import <path> [<db path>]
            Take over a data directory of Prometheus: its blocks, and what its log holds beyond.
        export <path> [<db path>] [--min-time=MS] [--max-time=MS] [--match=SELECTOR]
            Write blocks that Prometheus reads to an empty folder.
        list [-r] [<db path>]
            List blocks; -r prints sizes and times for people.
        analyze [--limit=20] [--extended] [--match=SELECTOR] [<db path>] [<block id>]
            Analyze churn and cardinality of a block, the last one by default.
        dump [--min-time=MS] [--max-time=MS] [--match=SELECTOR ...] [<db path>]
            Print samples; --format=seriesjson prints the labels alone.
        dump-openmetrics [--min-time=MS] [--max-time=MS] [--match=SELECTOR ...] [<db path>]
            Print samples as OpenMetrics, without histograms and stale markers.
        create-blocks-from openmetrics [-r] [-q] [--label=NAME=VALUE ...] <input file> [<db path>]
            Make blocks of an OpenMetrics text in which every sample has its time.

      <db path> is the server's --storage.tsdb.path, data/ by default.
      """;

  private static final String DATA = "data/";
  private static final long RANGE = 7_200_000;
  private static final String NO_PATH = "path";
  private static final String MINT = "min-time";
  private static final String MAXT = "max-time";
  private static final String MATCH = "match";

  private final Context context;

  @Inject
  public TsdbCommand(
      Clock clock,
      MemoryBudget memory,
      MetricRegistry metrics,
      RandomGenerator random,
      HttpClients http,
      ServerInfo server) {
    context = new CommandContext(clock, new IdleScheduler(), memory, metrics, random, http, server);
  }

  @Override
  public String name() {
    return "tsdb";
  }

  @Override
  public String summary() {
    return "Lists, prints, imports and exports what the storage holds.";
  }

  @Override
  public int run(List<String> words, Terminal terminal) {
    PrintStream out = terminal.out();
    if (words.isEmpty() || Set.of("--help", "-h", "help").contains(words.getFirst())) {
      out.print(HELP);
      return words.isEmpty() ? 1 : 0;
    }
    List<String> rest = words.subList(1, words.size());
    try {
      return switch (words.getFirst()) {
        case "import" -> importFrom(rest, terminal);
        case "export" -> exportTo(rest, terminal);
        case "list" -> list(rest, terminal);
        case "analyze" -> analyze(rest, terminal);
        case "dump" -> dump(rest, terminal, false);
        case "dump-openmetrics" -> dump(rest, terminal, true);
        case "create-blocks-from" -> create(rest, terminal);
        default ->
            throw new ConfigException(
                "expected command but got '" + words.getFirst() + "', try --help");
      };
    } catch (PharosException e) {
      terminal.err().println("pharos tsdb: error: " + e.getMessage());
      return 1;
    } finally {
      out.flush();
    }
  }

  private int importFrom(List<String> words, Terminal terminal) {
    Arguments arguments = Arguments.parse(words, Set.of(), Set.of()).counted(1, 2, NO_PATH);
    Path source = path(terminal, arguments.at(0, ""));
    DataFolder.check(source);
    try (NewBlocks target = target(path(terminal, arguments.at(1, DATA)))) {
      boolean isWhole = new Importer(target, terminal.out(), terminal.err()).run(source);
      return isWhole ? 0 : 1;
    }
  }

  /** A folder to add blocks to, made if need be; what its head holds is written to blocks first. */
  private NewBlocks target(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw Failures.of("cannot make the data folder [path=" + folder + "]", e);
    }
    DataFolder.flush(folder, context);
    return new NewBlocks(folder, Disk.SYSTEM, context.clock(), context.random());
  }

  private int exportTo(List<String> words, Terminal terminal) {
    Arguments arguments =
        Arguments.parse(words, Set.of(MINT, MAXT, MATCH), Set.of()).counted(1, 2, NO_PATH);
    Path folder = path(terminal, arguments.at(1, DATA));
    List<LabelMatcher> matchers = matchers(arguments);
    try (DataFolder source = DataFolder.open(folder, context, terminal.err())) {
      new Exporter(source, Disk.SYSTEM, context.clock(), context.random(), terminal.out())
          .run(
              path(terminal, arguments.at(0, "")),
              matchers,
              arguments.number(MINT, Long.MIN_VALUE),
              arguments.number(MAXT, Long.MAX_VALUE));
    }
    return 0;
  }

  private static List<LabelMatcher> matchers(Arguments arguments) {
    return arguments.has(MATCH) ? SelectorText.parse(arguments.text(MATCH, "")) : List.of();
  }

  private static int list(List<String> words, Terminal terminal) {
    Arguments arguments =
        Arguments.parse(words, Set.of(), Set.of("r:human-readable")).counted(0, 1, "");
    Path folder = path(terminal, arguments.at(0, DATA));
    DataFolder.check(folder);
    BlockTable table = new BlockTable(arguments.has("human-readable"));
    for (BlockMeta meta : DataFolder.metas(folder, terminal.err())) {
      table.add(folder, meta);
    }
    table.print(terminal.out());
    return 0;
  }

  private int analyze(List<String> words, Terminal terminal) {
    Arguments arguments =
        Arguments.parse(words, Set.of("limit", MATCH), Set.of("extended")).counted(0, 2, "");
    Path folder = path(terminal, arguments.at(0, DATA));
    String wanted = arguments.at(1, "");
    try (DataFolder source = DataFolder.blocksOf(folder)) {
      Block found =
          source.blocks().stream()
              .filter(block -> wanted.isEmpty() || block.meta().ulid().equals(wanted))
              .reduce((before, block) -> block)
              .orElseThrow(
                  () ->
                      new ConfigException(
                          wanted.isEmpty() ? "no blocks found" : "block " + wanted + " not found"));
      int limit = Math.toIntExact(Math.clamp(arguments.number("limit", 20), 0, 1_000_000));
      new Analysis(found, limit, terminal.out())
          .run(matchers(arguments), arguments.has("extended"));
    }
    return 0;
  }

  private int dump(List<String> words, Terminal terminal, boolean isOpenMetrics) {
    Arguments arguments =
        Arguments.parse(words, Set.of(MINT, MAXT, MATCH, "format", "sandbox-dir-root"), Set.of())
            .counted(0, 1, "");
    Dump.Form form =
        isOpenMetrics ? Dump.Form.OPEN_METRICS : form(arguments.text("format", "prom"));
    List<List<LabelMatcher>> selectors =
        arguments.has(MATCH)
            ? arguments.all(MATCH).stream().map(SelectorText::parse).toList()
            : List.of(List.of());
    Path folder = path(terminal, arguments.at(0, DATA));
    try (DataFolder source = DataFolder.open(folder, context, terminal.err())) {
      new Dump(source, terminal.out())
          .run(
              form,
              selectors,
              arguments.number(MINT, Long.MIN_VALUE),
              arguments.number(MAXT, Long.MAX_VALUE));
    }
    return 0;
  }

  private static Dump.Form form(String word) {
    return switch (word) {
      case "prom" -> Dump.Form.PROM;
      case "seriesjson" -> Dump.Form.SERIES_JSON;
      default ->
          throw new ConfigException(
              "enum value must be one of prom,seriesjson, got '" + word + "', try --help");
    };
  }

  private int create(List<String> words, Terminal terminal) {
    if (words.isEmpty() || !words.getFirst().equals("openmetrics")) {
      throw new ConfigException("create-blocks-from: expected openmetrics, try --help");
    }
    Arguments arguments =
        Arguments.parse(
                words.subList(1, words.size()),
                Set.of("label", "max-block-duration"),
                Set.of("r:human-readable", "q:quiet"))
            .counted(1, 2, "input file");
    Map<String, String> added = new LinkedHashMap<>();
    for (String label : arguments.all("label")) {
      int equals = label.indexOf('=');
      if (equals < 1) {
        throw new ConfigException("expected NAME=VALUE got '" + label + "'");
      }
      added.put(label.substring(0, equals), label.substring(equals + 1));
    }
    Path file = path(terminal, arguments.at(0, ""));
    Path folder = path(terminal, arguments.at(1, DATA));
    long range = range(arguments.text("max-block-duration", ""));
    try (NewBlocks target = target(folder)) {
      List<BlockMeta> made = OpenMetricsFile.read(file, target, added, range);
      if (!arguments.has("quiet")) {
        BlockTable table = new BlockTable(arguments.has("human-readable"));
        made.forEach(meta -> table.add(folder, meta));
        table.print(terminal.out());
      }
    }
    return 0;
  }

  /** The largest of 2h, 6h, 18h, ... that is not above what is wanted. */
  private static long range(String most) {
    long wanted = most.isEmpty() ? RANGE : Durations.parseMillis(most);
    long range = RANGE;
    while (range * 3 <= wanted) {
      range *= 3;
    }
    return range;
  }

  private static Path path(Terminal terminal, String text) {
    return terminal.workingFolder().resolve(text).normalize();
  }
}
