package io.pharos.toolkit.template;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that templates may call. Immutable.
 *
 * @param params of fixed parameters
 * @param rest of every further argument, null if there are none
 */
public record Function(List<Param> params, @Nullable Param rest, GoObject.Body body) {
  public Function {
    params = List.copyOf(params);
  }

  /** A function with fixed parameters. */
  public static Function of(List<Param> params, GoObject.Body body) {
    return new Function(params, null, body);
  }

  /** A function from text to text. */
  public static Function ofText(java.util.function.UnaryOperator<String> body) {
    return of(List.of(Param.STRING), arguments -> body.apply(text(arguments[0])));
  }

  /** An argument of type string. */
  public static String text(@Nullable Object argument) {
    return (String) java.util.Objects.requireNonNull(argument);
  }
}
