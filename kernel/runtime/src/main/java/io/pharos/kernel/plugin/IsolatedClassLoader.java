package io.pharos.kernel.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Collections;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The loader of one plugin. The JDK comes from the platform's loader, the API's packages from the
 * kernel's, all else from the plugin's own files, with no way from one to the other; the same for
 * resources. Thread-safe.
 */
final class IsolatedClassLoader extends URLClassLoader {
  private static final String[] SHARED = {
    "io.pharos.model.",
    "io.pharos.spi.",
    "io.pharos.toolkit.",
    "org.slf4j.",
    "jakarta.inject.",
    "org.jspecify.",
    "org.pf4j.",
    "com.google.errorprone.annotations."
  };
  private static final Set<String> PLATFORM_PACKAGES = platformPackages();

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader kernel;

  IsolatedClassLoader(String pluginId, URL[] classPath, ClassLoader kernel) {
    super(pluginId, classPath, getPlatformClassLoader());
    this.kernel = kernel;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    synchronized (getClassLoadingLock(name)) {
      Class<?> found = findLoadedClass(name);
      if (found == null) {
        found = load(name);
      }
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    int dot = name.lastIndexOf('.');
    if (dot > 0 && PLATFORM_PACKAGES.contains(name.substring(0, dot))) {
      return getParent().loadClass(name);
    }
    return isShared(name) ? kernel.loadClass(name) : findClass(name);
  }

  @Override
  public @Nullable URL getResource(String name) {
    if (isShared(name.replace('/', '.'))) {
      return kernel.getResource(name);
    }
    URL own = findResource(name);
    return own != null ? own : getParent().getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    if (isShared(name.replace('/', '.'))) {
      return kernel.getResources(name);
    }
    Enumeration<URL> own = findResources(name);
    Enumeration<URL> platform = getParent().getResources(name);
    if (!platform.hasMoreElements()) {
      return own;
    }
    var all = Collections.list(own);
    all.addAll(Collections.list(platform));
    return Collections.enumeration(all);
  }

  private static boolean isShared(String name) {
    for (String prefix : SHARED) {
      if (name.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> platformPackages() {
    ClassLoader platform = getPlatformClassLoader();
    Set<String> packages = new HashSet<>(4096);
    for (Module module : ModuleLayer.boot().modules()) {
      ClassLoader loader = module.getClassLoader();
      if (loader == null || loader.equals(platform)) {
        packages.addAll(module.getPackages());
      }
    }
    return Set.copyOf(packages);
  }
}
