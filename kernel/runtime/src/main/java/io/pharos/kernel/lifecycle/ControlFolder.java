package io.pharos.kernel.lifecycle;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.runtime.Plugins;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the command {@code pharos plugin} reaches the running server: a request is a file in the data
 * folder, and so is its answer. Who may write there may do more than this anyway. Confined to one
 * thread.
 */
public final class ControlFolder implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(ControlFolder.class);
  private static final String REQUEST = ".request";
  private static final String ANSWER = ".answer";
  private static final int MAX_REQUEST = 1000;

  private final Path folder;
  private final Kernel kernel;

  public ControlFolder(Path data, Kernel kernel) {
    folder = folder(data);
    this.kernel = kernel;
    try {
      Files.createDirectories(folder);
      for (Path old : list("*")) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      log.warn("folder for commands cannot be made [path={}, error={}]", folder, e.toString());
    }
  }

  private static Path folder(Path data) {
    return data.resolve("control");
  }

  private List<Path> list(String pattern) throws IOException {
    List<Path> files = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
        found.forEach(files::add);
      }
    }
    files.sort(null);
    return files;
  }

  @Override
  public void run() {
    try {
      for (Path request : list("*" + REQUEST)) {
        String text =
            Files.size(request) > MAX_REQUEST
                ? ""
                : Files.readString(request, StandardCharsets.UTF_8);
        String name = request.getFileName().toString();
        Path answer = folder.resolve(name.replace(REQUEST, ANSWER));
        write(answer, answer(text.strip()));
        Files.deleteIfExists(request);
      }
    } catch (IOException e) {
      log.warn("command cannot be answered [error={}]", e.toString());
    }
  }

  private String answer(String request) {
    String[] words = request.split(" +", 2);
    String id = words.length > 1 ? words[1] : "";
    try {
      switch (words[0]) {
        case "list" -> {
          return list();
        }
        case "reload" -> kernel.reloadPlugin(id);
        case "disable" -> kernel.disable(id);
        case "enable" -> kernel.enable(id);
        case "remove" -> kernel.forget(id);
        default ->
            throw new ConfigException(
                "unknown command '" + words[0] + "'; known: list, reload, disable, enable, remove");
      }
      return "ok: " + request + "\n";
    } catch (RuntimeException e) {
      return "error: " + PluginHealth.describe(e) + "\n";
    }
  }

  private String list() {
    StringBuilder text = new StringBuilder();
    for (Plugins.Plugin plugin : kernel.plugins().list()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-24s %-16s %-9s %-8s failures=%d seconds=%.3f %s%s%n",
              plugin.id(),
              plugin.version(),
              plugin.state().name().toLowerCase(Locale.ROOT),
              plugin.health().name().toLowerCase(Locale.ROOT),
              plugin.failures(),
              plugin.seconds(),
              String.join(",", plugin.extensions()),
              plugin.error().isEmpty() ? "" : " error=" + plugin.error()));
    }
    return text.toString();
  }

  private static void write(Path file, String text) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    Files.writeString(part, text, StandardCharsets.UTF_8);
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Asks the server whose data folder it is.
   *
   * @param name of this request, unlike that of any other
   * @param wait called between looks for the answer; answers false to give up
   * @return the answer, "" if none came
   */
  public static String ask(
      Path data, String name, String request, java.util.function.BooleanSupplier wait) {
    Path folder = folder(data);
    if (!Files.isDirectory(folder)) {
      throw new ConfigException(
          "no server has run on this data folder [path="
              + data
              + "]; name it with --data.path or"
              + " --storage.tsdb.path");
    }
    Path answer = folder.resolve(name + ANSWER);
    try {
      write(folder.resolve(name + REQUEST), request);
      while (!Files.exists(answer)) {
        if (!wait.getAsBoolean()) {
          Files.deleteIfExists(folder.resolve(name + REQUEST));
          return "";
        }
      }
      String text = Files.readString(answer, StandardCharsets.UTF_8);
      Files.deleteIfExists(answer);
      return text;
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "server cannot be asked [path=" + folder + "]: " + e, e);
    }
  }
}
