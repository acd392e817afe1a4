package io.pharos.benchmarks.load;

import java.util.ArrayList;
import java.util.List;

/**
 * Which series a target has. A target is a machine with services on it; it grows round by round:
 * each round adds a processor, a network device, a disk, a file system, a request handler with its
 * histogram, processes, queues and pods, until it has as many series as asked for.
 */
final class Shape {
  /** Labels that {@code --labels} adds, in this order. */
  static final String[] EXTRA = {
    "cluster", "datacenter", "environment", "region", "team", "zone", "owner", "tier"
  };

  private static final String[] MODES = {
    "idle", "iowait", "irq", "nice", "softirq", "steal", "system", "user"
  };

  private static final String[] BOUNDS = {
    "0.005", "0.01", "0.025", "0.05", "0.1", "0.25", "0.5", "1", "2.5", "5", "10", "+Inf"
  };

  /** The share of requests up to each of the bounds. */
  private static final double[] REACHED = {
    0.11, 0.23, 0.41, 0.58, 0.74, 0.87, 0.93, 0.967, 0.985, 0.994, 0.999, 1
  };

  private static final String[] HANDLERS = {
    "/api/orders", "/api/orders/{id}", "/api/users", "/login", "/search", "/static", "/cart", "/pay"
  };

  private static final String[] METHODS = {"GET", "POST", "PUT"};

  private static final String[] NAMESPACES = {"shop", "billing", "search", "platform", "batch"};

  /** The families, in the order in which a target shows them. */
  enum Family {
    CONTAINER_CPU("container_cpu_usage_seconds_total", "counter", Curve.SECONDS),
    CONTAINER_MEMORY("container_memory_working_set_bytes", "gauge", Curve.PAGES),
    CONTAINER_RESTARTS("container_restarts_total", "counter", Curve.LEVEL),
    REQUESTS("http_request_duration_seconds", "histogram", Curve.COUNT),
    JOBS("jobs_queued", "gauge", Curve.LEVEL),
    JOB_LATENCY("jobs_latency_seconds", "gauge", Curve.NOISE),
    CPU("node_cpu_seconds_total", "counter", Curve.SECONDS),
    DISK_READ("node_disk_read_bytes_total", "counter", Curve.COUNT),
    DISK_TIME("node_disk_io_time_seconds_total", "counter", Curve.SUM),
    DISK_WRITTEN("node_disk_written_bytes_total", "counter", Curve.COUNT),
    FILES_AVAIL("node_filesystem_avail_bytes", "gauge", Curve.PAGES),
    FILES_SIZE("node_filesystem_size_bytes", "gauge", Curve.LEVEL),
    TEMPERATURE("node_hwmon_temp_celsius", "gauge", Curve.DECIMAL),
    RECEIVED("node_network_receive_bytes_total", "counter", Curve.COUNT),
    RECEIVED_PACKETS("node_network_receive_packets_total", "counter", Curve.COUNT),
    SENT("node_network_transmit_bytes_total", "counter", Curve.COUNT),
    SENT_ERRORS("node_network_transmit_errs_total", "counter", Curve.LEVEL),
    PROCESS_MEMORY("process_resident_memory_bytes", "gauge", Curve.PAGES),
    PROCESS_FILES("process_open_fds", "gauge", Curve.LEVEL);

    final String title;
    final String type;
    final Curve curve;

    Family(String title, String type, Curve curve) {
      this.title = title;
      this.type = type;
      this.curve = curve;
    }
  }

  /**
   * One series of a target, without the labels of the target. Immutable.
   *
   * @param labels names and values in turn, names ascending
   * @param part its number among all parts of the target that come and go as a whole
   * @param seed of its curve; shared by the series of one histogram
   */
  record Plan(
      Family family,
      String suffix,
      List<String> labels,
      Curve curve,
      double scale,
      int part,
      long seed) {}

  private final int series;
  private final long seed;
  private final List<Plan> plans = new ArrayList<>();
  private int parts;

  private Shape(int series, long seed) {
    this.series = series;
    this.seed = seed;
  }

  /** The series of a target, families together. */
  static List<Plan> of(int target, int series) {
    Shape shape = new Shape(series, Curve.mix(target + 1L));
    for (int round = 0; shape.plans.size() < series; round++) {
      shape.round(round);
    }
    List<Plan> sorted = new ArrayList<>(shape.plans);
    sorted.sort((a, b) -> a.family().compareTo(b.family()));
    return List.copyOf(sorted);
  }

  private void round(int round) {
    machine(round);
    handler(round);
    for (int i = 0; i < 4; i++) {
      String process = "worker-" + (round * 4 + i);
      part();
      add(Family.PROCESS_MEMORY, 3e8, "process", process);
      add(Family.PROCESS_FILES, 25, "process", process);
    }
    for (int i = 0; i < 3; i++) {
      String pod = "app-" + Long.toHexString(Curve.mix(seed + round * 3L + i) & 0xFFFFFFF);
      String namespace = NAMESPACES[(round + i) % NAMESPACES.length];
      part();
      add(Family.CONTAINER_CPU, 0.2, "container", "main", "namespace", namespace, "pod", pod);
      add(Family.CONTAINER_MEMORY, 2e8, "container", "main", "namespace", namespace, "pod", pod);
      add(Family.CONTAINER_RESTARTS, 1, "container", "main", "namespace", namespace, "pod", pod);
    }
    part();
    add(Family.JOBS, 12, "queue", "queue-" + round);
    add(Family.JOB_LATENCY, 0.8, "queue", "queue-" + round);
  }

  private void machine(int round) {
    part();
    for (String mode : MODES) {
      double share = mode.equals("idle") ? 0.6 : mode.equals("user") ? 0.2 : 0.02;
      add(Family.CPU, share, "cpu", Integer.toString(round), "mode", mode);
    }
    part();
    add(Family.TEMPERATURE, 55, "chip", "coretemp", "sensor", "temp" + round);
    String device = "eth" + round;
    part();
    add(Family.RECEIVED, 250_000, "device", device);
    add(Family.RECEIVED_PACKETS, 320, "device", device);
    add(Family.SENT, 180_000, "device", device);
    add(Family.SENT_ERRORS, 1, "device", device);
    String disk = "nvme" + round + "n1";
    part();
    add(Family.DISK_READ, 90_000, "device", disk);
    add(Family.DISK_TIME, 0.08, "device", disk);
    add(Family.DISK_WRITTEN, 140_000, "device", disk);
    add(Family.FILES_AVAIL, 6e11, "device", disk, "fstype", "ext4", "mountpoint", "/data/" + round);
    add(Family.FILES_SIZE, 2e11, "device", disk, "fstype", "ext4", "mountpoint", "/data/" + round);
  }

  private void handler(int round) {
    part();
    String handler = HANDLERS[round % HANDLERS.length];
    String method = METHODS[round / HANDLERS.length % METHODS.length];
    String version = "v" + round / (HANDLERS.length * METHODS.length);
    long shared = Curve.mix(seed + 31L * parts);
    double rate = 1 + 40 * Curve.unit(shared);
    for (int i = 0; i < BOUNDS.length; i++) {
      List<String> labels =
          List.of("handler", handler, "le", BOUNDS[i], "method", method, "version", version);
      put(Family.REQUESTS, "_bucket", labels, Curve.COUNT, rate * REACHED[i], shared);
    }
    List<String> labels = List.of("handler", handler, "method", method, "version", version);
    put(Family.REQUESTS, "_sum", labels, Curve.SUM, rate * 0.17, shared);
    put(Family.REQUESTS, "_count", labels, Curve.COUNT, rate, shared);
  }

  private void part() {
    parts++;
  }

  private void add(Family family, double scale, String... labels) {
    long own = Curve.mix(seed + 1_000_003L * plans.size());
    double varied = family.curve == Curve.LEVEL ? scale : scale * (0.5 + Curve.unit(own));
    put(family, "", List.of(labels), family.curve, varied, own);
  }

  private void put(
      Family family, String suffix, List<String> labels, Curve curve, double scale, long own) {
    if (plans.size() < series) {
      plans.add(new Plan(family, suffix, labels, curve, scale, parts, own));
    }
  }
}
