package io.pharos.exporter.node;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.Key;
import io.pharos.spi.error.ConfigException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of the exporter {@code node}. Immutable.
 *
 * @param collectors the ones that run; all where none is named
 */
public record NodeConfig(
    List<String> collectors,
    @Default("/proc") String procfs,
    @Default("/sys") String sysfs,
    @Default("/") String rootfs,
    @Default("/run/udev/data") String udevData,
    Cpu cpu,
    Diskstats diskstats,
    Filesystem filesystem,
    Netdev netdev,
    Netstat netstat,
    Stat stat,
    Vmstat vmstat) {
  /** All that exist, and that run unless others are named. */
  static final List<String> ALL =
      List.of(
          "conntrack",
          "cpu",
          "diskstats",
          "entropy",
          "filefd",
          "filesystem",
          "loadavg",
          "meminfo",
          "netdev",
          "netstat",
          "pressure",
          "schedstat",
          "sockstat",
          "softnet",
          "stat",
          "time",
          "uname",
          "vmstat");

  public NodeConfig {
    collectors = collectors.isEmpty() ? ALL : List.copyOf(collectors);
    for (String name : collectors) {
      if (!ALL.contains(name)) {
        throw new ConfigException(
            "collectors: unknown collector '" + name + "'; there are " + String.join(", ", ALL));
      }
    }
  }

  /**
   * Of the collector {@code cpu}.
   *
   * @param flagsInclude which flags of the first processor are shown; none where empty
   */
  public record Cpu(
      @Default("true") boolean guest,
      @Default("false") boolean info,
      @Key("info_flags_include") @Default("") String flagsInclude,
      @Key("info_bugs_include") @Default("") String bugsInclude) {
    public Cpu {
      NameFilter.of(flagsInclude, bugsInclude);
    }
  }

  /** Of the collector {@code diskstats}; both expressions apply. */
  public record Diskstats(
      @Default("^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$") String deviceExclude,
      @Default("") String deviceInclude) {
    public Diskstats {
      NameFilter.of(deviceExclude, deviceInclude);
    }
  }

  /**
   * Of the collector {@code filesystem}. An expression that includes stands in place of the default
   * one that excludes.
   */
  public record Filesystem(
      @Nullable String mountPointsExclude,
      @Default("") String mountPointsInclude,
      @Nullable String fsTypesExclude,
      @Default("") String fsTypesInclude,
      @Default("5s") Duration mountTimeout,
      @Default("4") int statWorkers) {
    private static final String POINTS =
        "^/(dev|proc|run/credentials/.+|sys|var/lib/docker/.+|var/lib/containers/storage/.+)($|/)";

    private static final String TYPES =
        "^(autofs|binfmt_misc|bpf|cgroup2?|configfs|debugfs|devpts|devtmpfs|fusectl|hugetlbfs|iso9660"
            + "|mqueue|nsfs|overlay|proc|procfs|pstore|rpc_pipefs|securityfs|selinuxfs|squashfs|erofs"
            + "|sysfs|tracefs)$";

    public Filesystem {
      filter("mount_points", mountPointsExclude, mountPointsInclude, POINTS);
      filter("fs_types", fsTypesExclude, fsTypesInclude, TYPES);
      if (statWorkers < 1 || statWorkers > 64) {
        throw new ConfigException("stat_workers: must be between 1 and 64, was " + statWorkers);
      }
    }

    NameFilter pointFilter() {
      return filter("mount_points", mountPointsExclude, mountPointsInclude, POINTS);
    }

    NameFilter typeFilter() {
      return filter("fs_types", fsTypesExclude, fsTypesInclude, TYPES);
    }

    private static NameFilter filter(
        String key, @Nullable String exclude, String include, String otherwise) {
      if (exclude != null && !exclude.isEmpty() && !include.isEmpty()) {
        throw new ConfigException(key + "_exclude and " + key + "_include are mutually exclusive");
      }
      if (exclude == null) {
        return NameFilter.of(include.isEmpty() ? otherwise : "", include);
      }
      return NameFilter.of(exclude, include);
    }
  }

  /**
   * Of the collector {@code netdev}.
   *
   * @param netlink whether to show what only netlink tells, too
   */
  public record Netdev(
      @Default("") String deviceExclude,
      @Default("") String deviceInclude,
      @Default("true") boolean netlink) {
    public Netdev {
      if (!deviceExclude.isEmpty() && !deviceInclude.isEmpty()) {
        throw new ConfigException("device_exclude and device_include are mutually exclusive");
      }
      NameFilter.of(deviceExclude, deviceInclude);
    }
  }

  /** Of the collector {@code netstat}. */
  public record Netstat(
      @Default(
              "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)"
                  + "|Icmp6?_(InMsgs|OutMsgs)|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts"
                  + "|TCPOFOQueue|TCPRcvQDrop)|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens"
                  + "|RetransSegs|CurrEstab)|Udp6?_(InDatagrams|OutDatagrams|NoPorts|RcvbufErrors"
                  + "|SndbufErrors))$")
          String fields) {
    public Netstat {
      NameFilter.of(fields, "");
    }
  }

  /** Of the collector {@code vmstat}. */
  public record Vmstat(@Default("^(oom_kill|pgpg|pswp|pg.*fault).*") String fields) {
    public Vmstat {
      NameFilter.of(fields, "");
    }
  }

  /** Of the collector {@code stat}. */
  public record Stat(@Default("false") boolean softirq) {}
}
