package io.pharos.kernel.lifecycle;

import io.pharos.kernel.config.Extensions;
import io.pharos.kernel.config.KeyCatalogue;
import io.pharos.kernel.config.Sections;
import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What loaded plugins offer, and what others would. Immutable.
 *
 * @param absent descriptors of plugins that are there but not loaded
 * @param lenient whether the use of an absent plugin is only warned of
 */
record Catalogue(List<Unit> units, List<Descriptor> absent, boolean lenient)
    implements Sections, Extensions {
  Catalogue {
    units = List.copyOf(units);
    absent = List.copyOf(absent);
  }

  @Override
  public boolean isOwned(String file, String key) {
    return owned(file).contains(key);
  }

  @Override
  public Collection<String> owned(String file) {
    Set<String> keys = new HashSet<>();
    for (Unit unit : units) {
      addOwned(unit.descriptor(), file, keys);
    }
    return keys;
  }

  private static void addOwned(Descriptor descriptor, String file, Set<String> keys) {
    for (Descriptor.Section section : descriptor.sections()) {
      if (section.file().equals(file) && section.key().indexOf('.') < 0) {
        keys.add(section.key());
      }
    }
  }

  @Override
  public @Nullable String unloadedOwner(String file, String key) {
    if (lenient) {
      return null;
    }
    for (Descriptor descriptor : absent) {
      Set<String> keys = new HashSet<>();
      addOwned(descriptor, file, keys);
      if (keys.contains(key)) {
        return descriptor.id();
      }
    }
    return null;
  }

  @Override
  public boolean isLenient() {
    return lenient;
  }

  @Override
  public Map<String, Set<String>> openKeys(String file) {
    Map<String, Set<String>> open = new HashMap<>();
    for (Unit unit : units) {
      for (Descriptor.Section section : unit.descriptor().sections()) {
        int dot = section.key().lastIndexOf('.');
        if (section.file().equals(file) && dot > 0) {
          open.computeIfAbsent(section.key().substring(0, dot), key -> new HashSet<>())
              .add(section.key().substring(dot + 1));
        }
      }
    }
    return open;
  }

  @Override
  public Collection<String> types(Kind kind) {
    List<String> types = new ArrayList<>();
    for (Unit unit : units) {
      for (Offer offer : unit.offers()) {
        if (offer.kind() == kind) {
          types.add(offer.type());
        }
      }
    }
    return types;
  }

  @Override
  public Extensions extensions() {
    return this;
  }

  @Override
  public Answer byKey(String kind, String key) {
    for (Unit unit : units) {
      for (Offer offer : unit.offers()) {
        if (offer.kind().word().equals(kind) && offer.configKey().equals(key)) {
          return new Answer.Found(offer.type(), offer.configType());
        }
      }
    }
    for (Descriptor descriptor : absent) {
      for (Descriptor.Extension extension : descriptor.extensions()) {
        if (extension.kind().word().equals(kind) && extension.configKey().equals(key)) {
          return missing(descriptor, key);
        }
      }
    }
    String known = KeyCatalogue.extension(kind, key);
    return known == null ? new Answer.Unknown() : new Answer.Missing(known, false);
  }

  private Answer missing(Descriptor descriptor, String word) {
    return new Answer.Missing(
        "'" + word + "' belongs to plugin " + descriptor.id() + ", which is not loaded", !lenient);
  }

  @Override
  public Answer byType(String kind, String type) {
    for (Unit unit : units) {
      for (Offer offer : unit.offers()) {
        if (offer.kind().word().equals(kind) && offer.type().equals(type)) {
          return new Answer.Found(type, offer.configType());
        }
      }
    }
    for (Descriptor descriptor : absent) {
      for (Descriptor.Extension extension : descriptor.extensions()) {
        if (extension.kind().word().equals(kind) && extension.type().equals(type)) {
          return missing(descriptor, type);
        }
      }
    }
    return lenient
        ? new Answer.Missing(
            "no loaded plugin offers " + kind + ":" + type + "; it is passed over", false)
        : new Answer.Unknown();
  }

  @Override
  public Collection<String> offered(String kind) {
    List<String> offered = new ArrayList<>();
    for (Unit unit : units) {
      for (Offer offer : unit.offers()) {
        if (offer.kind().word().equals(kind)) {
          offered.add(offer.configKey().isEmpty() ? offer.type() : offer.configKey());
        }
      }
    }
    return offered;
  }

  @Override
  public String keyOf(String kind, String type) {
    for (Unit unit : units) {
      for (Offer offer : unit.offers()) {
        if (offer.kind().word().equals(kind) && offer.type().equals(type)) {
          return offer.configKey().isEmpty() ? type : offer.configKey();
        }
      }
    }
    return type;
  }

  /** The unit that offers an extension, null if none does. */
  @Nullable Unit unitOf(String kind, String type) {
    for (Unit unit : units) {
      for (Offer offer : unit.offers()) {
        if (offer.kind().word().equals(kind) && offer.type().equals(type)) {
          return unit;
        }
      }
    }
    return null;
  }
}
