package io.pharos.kernel.config;

import io.pharos.spi.config.Default;
import io.pharos.spi.config.Flag;
import io.pharos.spi.config.Key;
import io.pharos.spi.config.OpenKeys;
import io.pharos.spi.config.RelativeToFile;
import io.pharos.spi.config.Shared;
import io.pharos.spi.error.BugException;
import io.pharos.spi.error.ConfigException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A configuration record, read by reflection once. Immutable. */
final class RecordShape {
  private final Constructor<?> constructor;
  private final List<Part> parts;

  RecordShape(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    if (components == null) {
      throw new BugException("configuration type " + type.getName() + " must be a record");
    }
    Class<?>[] types = new Class<?>[components.length];
    List<Part> read = new ArrayList<>(components.length);
    for (int i = 0; i < components.length; i++) {
      types[i] = components[i].getType();
      read.add(part(components[i]));
    }
    parts = List.copyOf(read);
    try {
      constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
    } catch (NoSuchMethodException e) {
      throw new BugException(
          BugException.Code.BROKEN_INVARIANT, "record without its constructor: " + type, e);
    }
  }

  List<Part> parts() {
    return parts;
  }

  /** Makes the record; its own checks throw what they throw. */
  Object make(@Nullable Object[] values) {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof ConfigException config) {
        throw config;
      }
      String reason = cause == null ? e.toString() : String.valueOf(cause.getMessage());
      throw new ConfigException(ConfigException.Code.INVALID, reason, e);
    } catch (ReflectiveOperationException e) {
      throw new BugException(
          BugException.Code.BROKEN_INVARIANT, "record cannot be made: " + constructor, e);
    }
  }

  private static Part part(RecordComponent component) {
    Key key = component.getAnnotation(Key.class);
    Default value = component.getAnnotation(Default.class);
    Flag flag = component.getAnnotation(Flag.class);
    Shared shared = component.getAnnotation(Shared.class);
    OpenKeys open = component.getAnnotation(OpenKeys.class);
    return new Part(
        component.getType(),
        component.getGenericType(),
        key == null ? snakeCase(component.getName()) : key.value(),
        value == null ? null : value.value(),
        flag == null ? null : flag.value(),
        shared == null ? null : shared.value(),
        open == null ? null : open.value(),
        component.isAnnotationPresent(RelativeToFile.class),
        isNullable(component.getAnnotatedType()) || isNullable(component));
  }

  private static boolean isNullable(AnnotatedElement element) {
    return element.isAnnotationPresent(Nullable.class);
  }

  /**
   * {@code queryLogFile} becomes {@code query_log_file}, {@code enableHttp2} {@code enable_http2}.
   */
  static String snakeCase(String name) {
    StringBuilder text = new StringBuilder(name.length() + 8);
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        text.append('_').append((char) (c + ('a' - 'A')));
      } else {
        text.append(c);
      }
    }
    return text.toString();
  }

  /**
   * A component of a record. Immutable.
   *
   * @param key in files; "" for a record whose keys stand around it
   * @param flag the flag that it comes from, null for none
   * @param shared the section that it is, null for none
   * @param open the kind of extension whose keys it takes, null for none
   */
  record Part(
      Class<?> type,
      Type generic,
      String key,
      @Nullable String defaultText,
      @Nullable String flag,
      @Nullable String shared,
      @Nullable String open,
      boolean relativePath,
      boolean nullable) {}
}
