package io.pharos.toolkit.template;

import java.util.regex.Pattern;

/** Cuts ports and domains off addresses as the original's templates do. */
final class Hosts {
  private static final Pattern IPV4 =
      Pattern.compile(
          "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(\\.(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)){3}");

  private Hosts() {}

  /** The host of {@code host:port}; a text of another form as it is. */
  static String withoutPort(String address) {
    int split = split(address);
    return split < 0 ? address : host(address, split);
  }

  private static String host(String address, int colon) {
    String host = address.substring(0, colon);
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
  }

  /** Where the colon before the port is, -1 if the text is no host with a port. */
  private static int split(String address) {
    int colon = address.lastIndexOf(':');
    if (colon < 0) {
      return -1;
    }
    if (address.startsWith("[")) {
      int close = address.indexOf(']');
      boolean whole = close > 0 && close + 1 == colon;
      boolean nested = address.indexOf('[', 1) >= 0 || address.indexOf(']', close + 1) >= 0;
      return whole && !nested ? colon : -1;
    }
    boolean brackets = address.indexOf('[') >= 0 || address.indexOf(']') >= 0;
    return address.indexOf(':') == colon && !brackets ? colon : -1;
  }

  /** The first name of the host, the port kept; addresses stay. */
  static String withoutDomain(String address) {
    int split = split(address);
    String host = split < 0 ? address : host(address, split);
    String port = split < 0 ? "" : address.substring(split + 1);
    if (isAddress(host)) {
      return address;
    }
    int dot = host.indexOf('.');
    String first = dot < 0 ? host : host.substring(0, dot);
    if (port.isEmpty()) {
      return first;
    }
    return (first.indexOf(':') >= 0 ? "[" + first + "]" : first) + ":" + port;
  }

  private static boolean isAddress(String host) {
    if (IPV4.matcher(host).matches()) {
      return true;
    }
    int zone = host.indexOf('%');
    String bare = zone < 0 ? host : host.substring(0, zone);
    return bare.indexOf(':') >= 0 && bare.matches("[0-9a-fA-F:.]+") && isIpv6(bare);
  }

  private static boolean isIpv6(String text) {
    boolean gap = text.contains("::");
    String[] groups = text.split(":", -1);
    int count = 0;
    for (int i = 0; i < groups.length; i++) {
      String group = groups[i];
      if (group.isEmpty()) {
        continue;
      }
      if (group.indexOf('.') >= 0) {
        if (i != groups.length - 1 || !IPV4.matcher(group).matches()) {
          return false;
        }
        count += 2;
      } else if (group.length() > 4) {
        return false;
      } else {
        count++;
      }
    }
    return gap ? count < 8 && text.indexOf("::") == text.lastIndexOf("::") : count == 8;
  }
}
