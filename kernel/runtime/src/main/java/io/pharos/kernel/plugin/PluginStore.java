package io.pharos.kernel.plugin;

import io.pharos.spi.error.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginState;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PluginWrapper;

/**
 * The loaded plugins: PF4J with our descriptors and class loaders. Plugins come in and go by their
 * paths; their order is the caller's. Guarded by the caller's lock (the kernel's lock of changes).
 */
public final class PluginStore {
  /** The version of the SPI that this kernel has. */
  public static final String SPI_VERSION = "0.1";

  private final DescriptorReader reader = new DescriptorReader();
  private final Map<Path, Descriptor> read = new ConcurrentHashMap<>();
  private final Manager manager = new Manager();

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

  /** Loads a plugin whose descriptor was read; answers its class loader. */
  public ClassLoader load(Path path, Descriptor descriptor) {
    read.put(path, descriptor);
    try {
      String id = manager.loadPlugin(path);
      if (manager.startPlugin(id) != PluginState.STARTED) {
        manager.unloadPlugin(id);
        throw new ConfigException("plugin " + id + " could not be started");
      }
      return manager.getPluginClassLoader(id);
    } finally {
      read.remove(path);
    }
  }

  /** The extension classes that the plugin's index names. */
  public List<Class<?>> extensionClasses(String id) {
    ClassLoader loader = manager.getPluginClassLoader(id);
    List<Class<?>> classes = new ArrayList<>();
    for (String name : manager.getExtensionClassNames(id)) {
      try {
        classes.add(loader.loadClass(name));
      } catch (ClassNotFoundException | LinkageError e) {
        throw new ConfigException(
            ConfigException.Code.INVALID,
            "plugin " + id + " lists an extension that cannot be loaded [class=" + name + "]: " + e,
            e);
      }
    }
    return classes;
  }

  /** Stops and unloads a plugin, and closes its loader. */
  public void unload(String id) {
    if (manager.getPlugin(id) != null) {
      manager.stopPlugin(id);
      manager.unloadPlugin(id);
    }
  }

  /** Ids of what is loaded. */
  public List<String> ids() {
    List<String> ids = new ArrayList<>();
    for (PluginWrapper plugin : manager.getPlugins()) {
      ids.add(plugin.getPluginId());
    }
    return ids;
  }

  /** PF4J, told by its caller what to load. */
  private final class Manager extends DefaultPluginManager {
    Manager() {
      super(List.of());
    }

    @Override
    protected List<Path> createPluginsRoot() {
      return List.of();
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
          Descriptor descriptor = read.get(path);
          if (descriptor == null) {
            throw new ConfigException("plugin was not read before [path=" + path + "]");
          }
          return new DefaultPluginDescriptor(
              descriptor.id(),
              descriptor.description(),
              "",
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
