package io.pharos.exporter.node;

import io.pharos.spi.error.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings from the original's flags. */
final class FlagsAsConfig {
  private FlagsAsConfig() {}

  static NodeConfig read(List<String> flags, Path folder) {
    List<String> collectors = new ArrayList<>();
    Map<String, String> values = new HashMap<>();
    for (String flag : flags) {
      int equals = flag.indexOf('=');
      String name = equals < 0 ? flag : flag.substring(0, equals);
      String key = name.replace("--no-", "").replace("--", "").replace("collector.", "");
      if (equals < 0 && key.indexOf('.') < 0) {
        if (name.startsWith("--no-") || collectors.contains(key)) {
          throw new ConfigException("flag '" + key + "' cannot be repeated");
        }
        collectors.add(key);
      } else {
        values.put(
            key,
            equals >= 0 ? flag.substring(equals + 1) : name.startsWith("--no-") ? "no" : "yes");
      }
    }
    return new NodeConfig(
        collectors,
        folder.resolve("proc").toString(),
        folder.resolve("sys").toString(),
        folder.resolve("root").toString(),
        folder.resolve("udev").toString(),
        new NodeConfig.Cpu(
            !values.getOrDefault("cpu.guest", "yes").equals("no"),
            values.containsKey("cpu.info"),
            values.getOrDefault("cpu.info.flags-include", ""),
            values.getOrDefault("cpu.info.bugs-include", "")),
        new NodeConfig.Diskstats(
            values.getOrDefault(
                "diskstats.device-exclude",
                "^(z?ram|loop|fd|(h|s|v|xv)d[a-z]|nvme\\d+n\\d+p)\\d+$"),
            values.getOrDefault("diskstats.device-include", "")),
        new NodeConfig.Filesystem(
            values.get("filesystem.mount-points-exclude"),
            values.getOrDefault("filesystem.mount-points-include", ""),
            values.get("filesystem.fs-types-exclude"),
            values.getOrDefault("filesystem.fs-types-include", ""),
            Duration.ofSeconds(5),
            4),
        new NodeConfig.Netdev(
            values.getOrDefault("netdev.device-exclude", ""),
            values.getOrDefault("netdev.device-include", ""),
            !values.getOrDefault("netdev.netlink", "yes").equals("no")),
        new NodeConfig.Netstat(
            values.getOrDefault(
                "netstat.fields",
                "^(.*_(InErrors|InErrs)|Ip_Forwarding|Ip(6|Ext)_(InOctets|OutOctets)"
                    + "|Icmp6?_(InMsgs|OutMsgs)|TcpExt_(Listen.*|Syncookies.*|TCPSynRetrans"
                    + "|TCPTimeouts|TCPOFOQueue|TCPRcvQDrop)|Tcp_(ActiveOpens|InSegs|OutSegs|OutRsts"
                    + "|PassiveOpens|RetransSegs|CurrEstab)|Udp6?_(InDatagrams|OutDatagrams|NoPorts"
                    + "|RcvbufErrors|SndbufErrors))$")),
        new NodeConfig.Stat(values.containsKey("stat.softirq")),
        new NodeConfig.Vmstat(
            values.getOrDefault("vmstat.fields", "^(oom_kill|pgpg|pswp|pg.*fault).*")));
  }
}
