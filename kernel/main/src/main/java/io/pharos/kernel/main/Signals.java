package io.pharos.kernel.main;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signals of the operating system, by the JDK's unsupported class, which a JVM may lack: then the
 * signal does what it does by default. Immutable.
 */
final class Signals {
  private static final Logger log = LoggerFactory.getLogger(Signals.class);

  private Signals() {}

  /** Runs an action whenever the signal comes. */
  static void on(String name, Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object proxy =
          Proxy.newProxyInstance(
              Signals.class.getClassLoader(),
              new Class<?>[] {handler},
              (self, method, arguments) -> {
                if (method.getDeclaringClass() == Object.class) {
                  return method.getName().equals("hashCode") ? (Object) 1 : (Object) false;
                }
                action.run();
                return null;
              });
      Object number = signal.getConstructor(String.class).newInstance(name);
      signal.getMethod("handle", signal, handler).invoke(null, number, proxy);
    } catch (ClassNotFoundException
        | NoSuchMethodException
        | IllegalAccessException
        | InstantiationException e) {
      log.debug("signals cannot be handled [signal={}]", name, e);
    } catch (InvocationTargetException e) {
      log.debug("signal cannot be handled [signal={}]", name, e.getCause());
    }
  }

  /** Reloads; the kernel has logged what is wrong. */
  static void reload(PharosServer server) {
    try {
      server.reload();
    } catch (RuntimeException e) {
      log.debug("reload by signal failed", e);
    }
  }
}
