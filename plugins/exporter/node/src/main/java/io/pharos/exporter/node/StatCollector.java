package io.pharos.exporter.node;

import java.io.IOException;

/** What the kernel counts since the machine started. Confined to one thread. */
final class StatCollector implements Collector {
  private static final String[] VECTORS = {
    "hi", "timer", "net_tx", "net_rx", "block", "block_iopoll", "tasklet", "sched", "hrtimer", "rcu"
  };

  private final Roots roots;
  private final NodeConfig.Stat config;

  StatCollector(Roots roots, NodeConfig.Stat config) {
    this.roots = roots;
    this.config = config;
  }

  @Override
  public String name() {
    return "stat";
  }

  @Override
  public void collect(Families out) throws IOException {
    ProcStat stat = ProcStat.read(roots.proc().resolve("stat"));
    out.counter("node_intr_total", "Total number of interrupts serviced.", stat.interrupts());
    out.counter(
        "node_context_switches_total", "Total number of context switches.", stat.contextSwitches());
    out.counter("node_forks_total", "Total number of forks.", stat.forks());
    out.gauge("node_boot_time_seconds", "Node boot time, in unixtime.", stat.bootTime());
    out.gauge("node_procs_running", "Number of processes in runnable state.", stat.running());
    out.gauge(
        "node_procs_blocked",
        "Number of processes blocked waiting for I/O to complete.",
        stat.blocked());
    if (config.softirq()) {
      for (int i = 0; i < VECTORS.length; i++) {
        out.counter(
            "node_softirqs_total",
            "Number of softirq calls.",
            stat.softirqs()[i],
            "vector",
            VECTORS[i]);
      }
    }
  }
}
