package io.pharos.exporter.node;

import static java.util.Objects.requireNonNull;

import io.pharos.exporter.node.libc.Libc;
import io.pharos.spi.runtime.Scheduler;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Space of file systems. Asking one may hang for ever, so workers ask; one that has not answered is
 * left alone until it does. Confined to one thread, its workers apart.
 */
final class FilesystemCollector implements Collector {
  private static final String PREFIX = "node_filesystem_";

  private final Roots roots;
  private final NodeConfig.Filesystem config;
  private final Libc libc;
  private final Scheduler scheduler;
  private final NameFilter points;
  private final NameFilter types;

  /** Mount points whose question is still open. */
  private final Set<String> asked = ConcurrentHashMap.newKeySet();

  FilesystemCollector(Roots roots, NodeConfig.Filesystem config, Libc libc, Scheduler scheduler) {
    this.roots = roots;
    this.config = config;
    this.libc = libc;
    this.scheduler = scheduler;
    points = config.pointFilter();
    types = config.typeFilter();
  }

  @Override
  public String name() {
    return "filesystem";
  }

  @Override
  public void collect(Families out) throws IOException, InterruptedException {
    List<Mount> mounts = new ArrayList<>();
    for (Mount mount : Mount.parse(lines(), roots.root().toString())) {
      if (points.isShown(mount.point()) && types.isShown(mount.type())) {
        mounts.add(mount);
      }
    }
    Set<List<String>> shown = new HashSet<>();
    Map<String, Question> questions = new HashMap<>();
    for (Mount mount : mounts) {
      questions.computeIfAbsent(mount.point(), this::ask);
    }
    for (Mount mount : mounts) {
      show(mount, answer(requireNonNull(questions.get(mount.point()))), shown, out);
    }
  }

  private List<String> lines() throws IOException {
    try {
      return Roots.lines(roots.proc().resolve("1/mountinfo"));
    } catch (NoSuchFileException e) {
      return Roots.lines(roots.proc().resolve("self/mountinfo"));
    }
  }

  private Question ask(String point) {
    if (!asked.add(point)) {
      return new Question(List.of());
    }
    String path = Path.of(roots.root().toString(), point).toString();
    ExecutorService workers = scheduler.workers("statfs", config.statWorkers());
    Future<Libc.Space> answer =
        workers.submit(
            () -> {
              try {
                return libc.space(path);
              } finally {
                asked.remove(point);
              }
            });
    return new Question(List.of(answer));
  }

  private Answer answer(Question question) throws InterruptedException {
    if (question.future().isEmpty()) {
      return new Answer(List.of(), "mountpoint timeout");
    }
    Future<Libc.Space> future = question.future().getFirst();
    try {
      return new Answer(
          List.of(future.get(config.mountTimeout().toMillis(), TimeUnit.MILLISECONDS)), "");
    } catch (TimeoutException e) {
      return new Answer(List.of(), "mountpoint timeout");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      return new Answer(List.of(), String.valueOf(cause.getMessage()));
    }
  }

  private static void show(Mount mount, Answer answer, Set<List<String>> shown, Families out) {
    String[] labels = {
      "device", mount.device(),
      "device_error", answer.error(),
      "fstype", mount.type(),
      "mountpoint", mount.point()
    };
    if (!shown.add(List.of(labels))) {
      return;
    }
    out.gauge(
        PREFIX + "device_error",
        "Whether an error occurred while getting statistics for the given device.",
        answer.space().isEmpty() ? 1 : 0,
        labels);
    out.gauge(
        PREFIX + "readonly", "Filesystem read-only status.", mount.readOnly() ? 1 : 0, labels);
    if (answer.space().isEmpty()) {
      return;
    }
    Libc.Space space = answer.space().getFirst();
    double block = space.blockBytes();
    out.gauge(PREFIX + "size_bytes", "Filesystem size in bytes.", space.blocks() * block, labels);
    out.gauge(
        PREFIX + "free_bytes", "Filesystem free space in bytes.", space.free() * block, labels);
    out.gauge(
        PREFIX + "avail_bytes",
        "Filesystem space available to non-root users in bytes.",
        space.available() * block,
        labels);
    out.gauge(PREFIX + "files", "Filesystem total file nodes.", (double) space.files(), labels);
    out.gauge(
        PREFIX + "files_free",
        "Filesystem total free file nodes.",
        (double) space.filesFree(),
        labels);
    out.gauge(
        PREFIX + "purgeable_bytes",
        "Filesystem space available including purgeable space (MacOS specific).",
        0,
        labels);
    out.gauge(
        PREFIX + "mount_info",
        "Filesystem mount information.",
        1,
        "device",
        mount.device(),
        "major",
        mount.major(),
        "minor",
        mount.minor(),
        "mountpoint",
        mount.point());
  }

  /** A question to a worker; without a future where an older one is still open. */
  private record Question(List<Future<Libc.Space>> future) {}

  /** The space, or none and the reason. */
  private record Answer(List<Libc.Space> space, String error) {}
}
