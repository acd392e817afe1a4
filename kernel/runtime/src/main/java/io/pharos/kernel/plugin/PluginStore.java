package io.pharos.kernel.plugin;

import io.pharos.spi.error.ConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.IndexedExtensionFinder;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.processor.ExtensionStorage;

/**
 * The loaded plugins: PF4J with our descriptors and class loaders. Plugins come in and go by their
 * paths; their order is the caller's. Guarded by the caller's lock (the kernel's lock of changes).
 */
public final class PluginStore {
  /** The version of the SPI that this kernel has. */
  public static final String SPI_VERSION = "0.1";

  private static final String INDEX = IndexedExtensionFinder.EXTENSIONS_RESOURCE;

  private final DescriptorReader reader = new DescriptorReader();
  private final Manager manager = new Manager();
  private @Nullable Reading reading;
  private int loads;

  /** Reads a descriptor without loading anything, and checks the version that it needs. */
  public Descriptor read(Path path) {
    Descriptor descriptor = reader.read(path);
    if (!descriptor.requires().equals(SPI_VERSION)
        && !descriptor.requires().startsWith(SPI_VERSION + ".")) {
      throw new ConfigException(
          ConfigException.Code.CONFLICT,
          "plugin "
              + descriptor.id()
              + " needs another version of the plugin API [requires="
              + descriptor.requires()
              + ", offered="
              + SPI_VERSION
              + "]; take a build of the plugin for this version");
    }
    return descriptor;
  }

  /** Loads a plugin whose descriptor was read; another version of it may be loaded already. */
  public Loaded load(Path path, Descriptor descriptor) {
    String storeId = descriptor.id() + "@" + ++loads;
    reading = new Reading(storeId, descriptor);
    String id = manager.loadPlugin(path);
    if (manager.startPlugin(id) != PluginState.STARTED) {
      manager.unloadPlugin(id);
      throw new ConfigException("plugin " + descriptor.id() + " could not be started");
    }
    return new Loaded(storeId, manager.getPluginClassLoader(id));
  }

  /**
   * The extension classes that a plugin's index names. (PF4J's own finder reads the indexes of all
   * plugins again after each one that comes.)
   */
  public static List<Class<?>> extensionClasses(ClassLoader loader) {
    List<Class<?>> classes = new ArrayList<>();
    for (String name : extensionNames(loader)) {
      try {
        classes.add(loader.loadClass(name));
      } catch (ClassNotFoundException | LinkageError e) {
        throw new ConfigException(
            ConfigException.Code.INVALID,
            "the index lists an extension that cannot be loaded [class=" + name + "]: " + e,
            e);
      }
    }
    return classes;
  }

  private static Set<String> extensionNames(ClassLoader loader) {
    Set<String> names = new LinkedHashSet<>();
    try (InputStream index = loader.getResourceAsStream(INDEX)) {
      if (index != null) {
        ExtensionStorage.read(new InputStreamReader(index, StandardCharsets.UTF_8), names);
      }
    } catch (IOException e) {
      throw new ConfigException(
          ConfigException.Code.INVALID, "the index cannot be read [resource=" + INDEX + "]", e);
    }
    return names;
  }

  /** Stops and unloads a plugin, and closes its loader. */
  public void unload(String storeId) {
    if (manager.getPlugin(storeId) != null) {
      manager.stopPlugin(storeId);
      manager.unloadPlugin(storeId);
    }
  }

  /**
   * What was loaded.
   *
   * @param storeId its name in this store, new for every load
   */
  public record Loaded(String storeId, ClassLoader loader) {}

  private record Reading(String storeId, Descriptor descriptor) {}

  /** PF4J, told by its caller what to load. */
  private final class Manager extends DefaultPluginManager {
    Manager() {
      super(List.of());
    }

    @Override
    protected List<Path> createPluginsRoot() {
      return List.of();
    }

    /** Another version may come from the same path. */
    @Override
    @SuppressWarnings("NullAway") // PF4J has no annotations; null says that the path is new
    protected String idForPath(Path path) {
      return null;
    }

    @Override
    protected PluginRepository createPluginRepository() {
      return new PluginRepository() {
        @Override
        public List<Path> getPluginPaths() {
          return List.of();
        }

        @Override
        public boolean deletePluginPath(Path path) {
          return false;
        }
      };
    }

    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
      return new PluginStatusProvider() {
        @Override
        public boolean isPluginDisabled(String id) {
          return false;
        }

        @Override
        public void disablePlugin(String id) {
          throw new UnsupportedOperationException("the kernel disables plugins: " + id);
        }

        @Override
        public void enablePlugin(String id) {
          throw new UnsupportedOperationException("the kernel enables plugins: " + id);
        }
      };
    }

    @Override
    protected PluginDescriptorFinder createPluginDescriptorFinder() {
      return new PluginDescriptorFinder() {
        @Override
        public boolean isApplicable(Path path) {
          return true;
        }

        @Override
        public PluginDescriptor find(Path path) {
          if (reading == null) {
            throw new ConfigException("plugin was not read before [path=" + path + "]");
          }
          Descriptor descriptor = reading.descriptor();
          return new DefaultPluginDescriptor(
              reading.storeId(),
              descriptor.description(),
              Plugin.class.getName(),
              descriptor.version(),
              "",
              descriptor.provider(),
              "");
        }
      };
    }

    @Override
    protected PluginLoader createPluginLoader() {
      return new PluginLoader() {
        @Override
        public boolean isApplicable(Path path) {
          return true;
        }

        @Override
        public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
          return new IsolatedClassLoader(
              descriptor.getPluginId(),
              PluginLayout.of(path).urls(),
              PluginStore.class.getClassLoader());
        }
      };
    }
  }
}
