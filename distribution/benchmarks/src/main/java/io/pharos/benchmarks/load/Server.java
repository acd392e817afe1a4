package io.pharos.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A server that was started for a measurement, and what it costs by the kernel's accounting.
 * Another thread watches its anonymous memory. Confined to one thread.
 */
final class Server implements AutoCloseable {
  private static final Duration GRACE = Duration.ofMinutes(2);
  private static final Duration WATCH = Duration.ofMillis(250);

  private final Process process;
  private final Path log;
  private final long startedNanos;
  private final AtomicLong anonPeak = new AtomicLong();
  private final Thread watcher;

  private Server(Process process, Path log) {
    this.process = process;
    this.log = log;
    startedNanos = System.nanoTime();
    watcher = Thread.ofVirtual().unstarted(this::watch);
  }

  /** Starts a command with its output in a file. */
  static Server start(List<String> command, Path log) throws IOException {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    Server server = new Server(process, log);
    server.watcher.start();
    return server;
  }

  /** Waits until a URL answers 200, and gives the time since the start. */
  Duration awaitReady(URI url, Duration limit) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(5)).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (System.nanoTime() - startedNanos < limit.toNanos()) {
        if (!process.isAlive()) {
          throw new IllegalStateException(
              "the server ended by itself with " + process.exitValue() + "; its output: " + log);
        }
        if (answers(client, request)) {
          return Duration.ofNanos(System.nanoTime() - startedNanos);
        }
        Thread.sleep(Duration.ofMillis(5));
      }
    }
    throw new IllegalStateException(url + " did not answer 200 in " + limit + "; see " + log);
  }

  private static boolean answers(HttpClient client, HttpRequest request)
      throws InterruptedException {
    try {
      return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not yet
    }
  }

  /** What the process and its children cost so far. */
  Usage usage() {
    return Usage.ofTree(process.toHandle());
  }

  /** The most anonymous memory that was seen, in bytes. */
  long anonPeak() {
    return anonPeak.get();
  }

  /** Asks it to end and waits; gives the time that this took. */
  Duration stop() throws InterruptedException {
    long begin = System.nanoTime();
    process.destroy();
    if (!process.waitFor(GRACE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("the server did not end in " + GRACE + "; see " + log);
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private void watch() {
    try {
      while (process.isAlive()) {
        anonPeak.accumulateAndGet(usage().anonBytes(), Math::max);
        Thread.sleep(WATCH);
      }
    } catch (InterruptedException | UncheckedIOException e) {
      Thread.currentThread().interrupt(); // closed, or the process is gone
    }
  }

  @Override
  public void close() {
    watcher.interrupt();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }
}
