package io.pharos.kernel.lifecycle;

import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.FlagSpec;
import io.pharos.spi.error.ConfigException;
import java.util.List;

/** Refuses a plugin whose words are taken. Immutable. */
final class Clashes {
  private Clashes() {}

  static void check(Descriptor descriptor, List<Unit> loaded) {
    for (Unit unit : loaded) {
      Descriptor other = unit.descriptor();
      if (other.id().equals(descriptor.id())) {
        throw clash("id '" + descriptor.id() + "'", descriptor, other);
      }
      for (Descriptor.Extension extension : descriptor.extensions()) {
        if (other.offers(extension.kind(), extension.type())) {
          throw clash("extension " + extension, descriptor, other);
        }
        for (Descriptor.Extension theirs : other.extensions()) {
          if (!extension.configKey().isEmpty()
              && extension.kind() == theirs.kind()
              && extension.configKey().equals(theirs.configKey())) {
            throw clash("key '" + extension.configKey() + "'", descriptor, other);
          }
        }
      }
      for (Descriptor.Section section : descriptor.sections()) {
        if (other.sections().contains(section)) {
          throw clash("key " + section, descriptor, other);
        }
      }
      for (FlagSpec flag : descriptor.flags()) {
        for (FlagSpec theirs : other.flags()) {
          if (flag.name().equals(theirs.name()) && flag.type() != theirs.type()) {
            throw clash("flag --" + flag.name(), descriptor, other);
          }
        }
      }
    }
  }

  private static ConfigException clash(String what, Descriptor one, Descriptor other) {
    return new ConfigException(
        ConfigException.Code.CONFLICT,
        what + " is claimed by two plugins: " + other.id() + " and " + one.id());
  }
}
