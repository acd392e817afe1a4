package io.pharos.kernel.lifecycle;

import com.google.inject.Binder;
import com.google.inject.ConfigurationException;
import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.ProvisionException;
import com.google.inject.Scopes;
import com.google.inject.TypeLiteral;
import com.google.inject.spi.Dependency;
import com.google.inject.spi.InjectionPoint;
import com.google.inject.spi.Message;
import io.pharos.kernel.metric.Registry;
import io.pharos.kernel.plugin.Descriptor;
import io.pharos.kernel.plugin.Kind;
import io.pharos.kernel.plugin.PluginStore;
import io.pharos.kernel.plugin.SiteSpec;
import io.pharos.kernel.thread.ThreadScheduler;
import io.pharos.spi.config.ConfigReader;
import io.pharos.spi.config.ConfigView;
import io.pharos.spi.error.ConfigException;
import io.pharos.spi.http.HttpClients;
import io.pharos.spi.runtime.Clock;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.MemoryBudget;
import io.pharos.spi.runtime.MetricFamilies;
import io.pharos.spi.runtime.MetricRegistry;
import io.pharos.spi.runtime.Plugins;
import io.pharos.spi.runtime.Scheduler;
import io.pharos.spi.runtime.ServerInfo;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.web.WebPages;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Loads a plugin and makes its factories: one independent injector, in which its extension classes
 * and the services that their constructors take are bound. (A child injector would keep the class
 * loader alive.) Guarded by the kernel's lock of changes.
 */
final class UnitLoader {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final PluginStore store;
  private final KernelServices kernel;
  private final Services services;
  private final Leaves leaves;
  private final Retired retired;

  UnitLoader(
      PluginStore store, KernelServices kernel, Services services, Leaves leaves, Retired retired) {
    this.store = store;
    this.kernel = kernel;
    this.services = services;
    this.leaves = leaves;
    this.retired = retired;
  }

  /**
   * Loads a plugin.
   *
   * @throws ConfigException with the reason why it cannot be; nothing of it is left then
   */
  Unit load(Path path, Descriptor descriptor) {
    PluginStore.Loaded loaded = store.load(path, descriptor);
    PluginHealth health = new PluginHealth(descriptor.id(), kernel.clock());
    Guard guard = new Guard(health, loaded.loader());
    ThreadScheduler scheduler = new ThreadScheduler(descriptor.id(), kernel.clock(), health);
    SiteSpec site = descriptor.site();
    Registry.View metrics =
        kernel.metrics().view(descriptor.id(), site == null ? SiteSpec.SERVER.name() : site.name());
    try {
      List<Offer> offers =
          guard.callBounded(
              "plugin " + descriptor.id() + ": load",
              DEADLINE,
              () -> factories(loaded.loader(), scheduler, metrics));
      check(descriptor, offers);
      return new Unit(
          descriptor, path, loaded.storeId(), loaded.loader(), guard, scheduler, metrics, offers);
    } catch (RuntimeException e) {
      scheduler.close();
      store.unload(loaded.storeId());
      retired.add(descriptor, health, loaded.loader());
      throw e;
    }
  }

  private List<Offer> factories(
      ClassLoader loader, ThreadScheduler scheduler, Registry.View metrics) {
    List<Class<?>> classes = PluginStore.extensionClasses(loader);
    Map<Class<?>, Set<Class<?>>> needs = new HashMap<>();
    Map<Key<?>, Object> bindings = new HashMap<>();
    try {
      for (Class<?> type : classes) {
        Set<Class<?>> taken = new HashSet<>();
        for (Dependency<?> parameter : InjectionPoint.forConstructorOf(type).getDependencies()) {
          bindings.put(
              parameter.getKey(), resolve(type, parameter.getKey(), taken, scheduler, metrics));
        }
        needs.put(type, taken);
      }
      Injector injector = Guice.createInjector(new UnitModule(classes, bindings));
      List<Offer> offers = new ArrayList<>();
      for (Class<?> type : classes) {
        offers.add(Offer.of(injector.getInstance(type), needs.getOrDefault(type, Set.of())));
      }
      return offers;
    } catch (ConfigurationException e) {
      throw wiring(e.getErrorMessages(), e);
    } catch (CreationException e) {
      throw wiring(e.getErrorMessages(), e);
    } catch (ProvisionException e) {
      throw wiring(e.getErrorMessages(), e);
    }
  }

  private static ConfigException wiring(
      java.util.Collection<Message> messages, RuntimeException cause) {
    List<String> texts = new ArrayList<>();
    for (Message message : messages) {
      Throwable reason = message.getCause();
      texts.add(reason == null ? message.getMessage() : PluginHealth.describe(reason));
    }
    return new ConfigException(
        ConfigException.Code.INVALID,
        "extensions cannot be made: " + String.join("; ", texts),
        cause);
  }

  private Object resolve(
      Class<?> extension,
      Key<?> key,
      Set<Class<?>> needs,
      ThreadScheduler scheduler,
      Registry.View metrics) {
    Class<?> raw = key.getTypeLiteral().getRawType();
    if (raw == ServiceRef.class) {
      Class<?> service = argument(extension, key.getTypeLiteral());
      needs.add(service);
      return services.slot(service);
    }
    if (raw == Instances.class) {
      return leaves.of(argument(extension, key.getTypeLiteral()));
    }
    if (raw == Scheduler.class) {
      return scheduler;
    }
    if (raw == MetricRegistry.class) {
      return metrics;
    }
    Object shared = shared(raw);
    if (shared == null) {
      throw new ConfigException(
          "constructor of "
              + extension.getSimpleName()
              + " asks for "
              + key.getTypeLiteral()
              + ", which the kernel does not lend; ask for a ServiceRef of it");
    }
    return shared;
  }

  private @org.jspecify.annotations.Nullable Object shared(Class<?> type) {
    Object[] lent = {
      kernel.clock(),
      kernel.memory(),
      kernel.random(),
      kernel.http(),
      kernel.server(),
      kernel.plugins(),
      kernel.configReader(),
      kernel.configView(),
      kernel.pages(),
      kernel.metrics()
    };
    Class<?>[] types = {
      Clock.class,
      MemoryBudget.class,
      RandomGenerator.class,
      HttpClients.class,
      ServerInfo.class,
      Plugins.class,
      ConfigReader.class,
      ConfigView.class,
      WebPages.class,
      MetricFamilies.class
    };
    for (int i = 0; i < types.length; i++) {
      if (types[i] == type) {
        return lent[i];
      }
    }
    return null;
  }

  private static Class<?> argument(Class<?> extension, TypeLiteral<?> type) {
    if (type.getType() instanceof ParameterizedType parameterized) {
      Type argument = parameterized.getActualTypeArguments()[0];
      if (argument instanceof Class<?> found) {
        return found;
      }
    }
    throw new ConfigException(
        "constructor of " + extension.getSimpleName() + " asks for " + type + " without its type");
  }

  /** Compares what the descriptor says with what the classes say. */
  private static void check(Descriptor descriptor, List<Offer> offers) {
    Set<String> stated = new HashSet<>();
    for (Descriptor.Extension extension : descriptor.extensions()) {
      stated.add(extension.toString());
    }
    Set<String> found = new HashSet<>();
    for (Offer offer : offers) {
      found.add(offer.toString());
      for (Descriptor.Extension extension : descriptor.extensions()) {
        boolean same = extension.kind() == offer.kind() && extension.type().equals(offer.type());
        if (same && !extension.configKey().equals(offer.configKey())) {
          throw new ConfigException(
              "descriptor and class differ in the key of "
                  + offer
                  + " [descriptor="
                  + extension.configKey()
                  + ", class="
                  + offer.configKey()
                  + "]");
        }
      }
    }
    if (!stated.equals(found)) {
      throw new ConfigException(
          "descriptor and classes differ in extensions [descriptor="
              + sorted(stated)
              + ", classes="
              + sorted(found)
              + "]");
    }
    for (Offer offer : offers) {
      if (offer.kind() != Kind.COMMAND && !offer.configType().isRecord()) {
        throw new ConfigException("configuration of " + offer + " is not a record");
      }
    }
  }

  private static List<String> sorted(Set<String> words) {
    return words.stream().sorted().toList();
  }

  /** Binds the extension classes of one plugin and what their constructors take. */
  private record UnitModule(List<Class<?>> classes, Map<Key<?>, Object> bindings)
      implements Module {
    @Override
    public void configure(Binder binder) {
      binder.requireExplicitBindings();
      binder.disableCircularProxies();
      binder.requireExactBindingAnnotations();
      for (Class<?> type : classes) {
        binder.bind(type).in(Scopes.SINGLETON);
      }
      for (Map.Entry<Key<?>, Object> binding : bindings.entrySet()) {
        bind(binder, binding.getKey(), binding.getValue());
      }
    }

    @SuppressWarnings("unchecked") // the object was chosen by the key's own type
    private static <T> void bind(Binder binder, Key<T> key, Object value) {
      binder.bind(key).toInstance((T) value);
    }
  }
}
