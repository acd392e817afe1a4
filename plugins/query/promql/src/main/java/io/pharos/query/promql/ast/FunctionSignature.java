package io.pharos.query.promql.ast;

import java.util.List;

/**
 * What a function takes and gives. Immutable.
 *
 * @param variadic how often the last argument may be left out or repeated beyond the list: 0 never,
 *     n up to n times after the ones before it, -1 without end
 */
public record FunctionSignature(
    String name,
    List<ValueType> argTypes,
    int variadic,
    ValueType returnType,
    boolean experimental) {
  public FunctionSignature {
    argTypes = List.copyOf(argTypes);
  }

  /** The fewest arguments. */
  public int least() {
    return variadic == 0 ? argTypes.size() : argTypes.size() - 1;
  }

  /** The most arguments, {@code Integer.MAX_VALUE} without a bound. */
  public int most() {
    return variadic < 0 ? Integer.MAX_VALUE : variadic == 0 ? argTypes.size() : least() + variadic;
  }

  /** The type of an argument. */
  public ValueType argType(int index) {
    return argTypes.get(Math.min(index, argTypes.size() - 1));
  }
}
