package io.pharos.rule.rules;

import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Finds, reads and checks rule files. Thread-safe. */
final class RuleFiles {
  private final ConfigReader reader;
  private final ServiceRef<QueryEngine> engines;
  private final @Nullable Path base;

  /**
   * A finder.
   *
   * @param configFile the main file as the command line names it: where that is relative, so are
   *     the names of rule files, by which groups are spread and shown
   */
  RuleFiles(ConfigReader reader, ServiceRef<QueryEngine> engines, String configFile) {
    this.reader = reader;
    this.engines = engines;
    boolean relative = !configFile.isEmpty() && !Path.of(configFile).isAbsolute();
    this.base = relative ? Path.of("").toAbsolutePath() : null;
  }

  /**
   * All groups of all files.
   *
   * @throws ConfigException with all that is wrong, a line each
   */
  List<GroupPlan> load(RulesConfig config) {
    List<GroupPlan> groups = new ArrayList<>();
    List<String> errors = new ArrayList<>();
    Map<String, String> patterns = new LinkedHashMap<>();
    for (String pattern : config.ruleFiles()) {
      String shown = shown(pattern);
      for (String file : find(shown)) {
        patterns.putIfAbsent(file, shown);
      }
    }
    if (patterns.isEmpty()) {
      return groups;
    }
    try (Lease<QueryEngine> engine = engines.acquire()) {
      for (Map.Entry<String, String> file : patterns.entrySet()) {
        List<String> wrong = read(file.getKey(), config, engine.get(), groups);
        if (!wrong.isEmpty()) {
          errors.add(
              "parse rules from file \""
                  + file.getKey()
                  + "\" (pattern: \""
                  + file.getValue()
                  + "\"): "
                  + String.join("\n", wrong));
        }
      }
    }
    if (!errors.isEmpty()) {
      throw new ConfigException(String.join("\n", errors));
    }
    return groups;
  }

  private List<String> read(
      String file, RulesConfig config, QueryEngine engine, List<GroupPlan> groups) {
    RuleFile content;
    try {
      content = reader.read(Path.of(file), RuleFile.class);
    } catch (ConfigException e) {
      return List.of(e.getMessage());
    }
    List<String> errors = new RuleCheck(file, engine).check(content);
    if (errors.isEmpty()) {
      for (RuleFile.Group group : content.groups()) {
        groups.add(plan(file, group, config, engine));
      }
    }
    return errors;
  }

  private static GroupPlan plan(
      String file, RuleFile.Group group, RulesConfig config, QueryEngine engine) {
    List<RulePlan> rules = new ArrayList<>(group.rules().size());
    for (RuleFile.Entry entry : group.rules()) {
      rules.add(RulePlan.of(entry, engine.parse(entry.expr()).text(), group.labels()));
    }
    Duration own = group.interval();
    Duration offset = group.queryOffset();
    return new GroupPlan(
        file,
        group.name(),
        (own == null || own.isZero() ? config.global().evaluationInterval() : own).toMillis(),
        (offset == null ? config.global().ruleQueryOffset() : offset).toMillis(),
        group.limit(),
        rules);
  }

  private String shown(String path) {
    Path absolute = Path.of(path);
    boolean below = base != null && absolute.isAbsolute() && absolute.startsWith(base);
    return below && base != null ? base.relativize(absolute).toString() : path;
  }

  /** The files that a pattern stands for, sorted; none is no error. */
  private static Set<String> find(String pattern) {
    Set<String> found = new TreeSet<>();
    Path path = Path.of(pattern);
    Path name = path.getFileName();
    if (name == null || name.toString().indexOf('*') < 0) {
      if (Files.exists(path)) {
        found.add(pattern);
      }
      return found;
    }
    Path folder = path.getParent();
    Path listed = folder == null ? Path.of("") : folder;
    if (!Files.isDirectory(folder == null ? Path.of(".") : folder)) {
      return found;
    }
    String glob = name.toString().replaceAll("[{}\\[\\]\\\\?]", "\\\\$0");
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folder == null ? Path.of(".") : folder, glob)) {
      for (Path file : files) {
        Path fileName = file.getFileName();
        if (fileName != null) {
          found.add(listed.resolve(fileName).toString());
        }
      }
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID,
          "error retrieving rule files for " + pattern + ": " + e.getMessage(),
          e);
    }
    return found;
  }
}
