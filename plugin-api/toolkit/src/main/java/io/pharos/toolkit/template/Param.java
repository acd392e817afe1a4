package io.pharos.toolkit.template;

/**
 * The type of a function's parameter. Immutable.
 *
 * @param type Go's name of it
 * @param nillable whether nil may stand for it
 */
public record Param(Kind kind, String type, boolean nillable) {
  public static final Param STRING = new Param(Kind.STRING, "string", false);
  public static final Param BOOL = new Param(Kind.BOOL, "bool", false);
  public static final Param INT = new Param(Kind.INT, "int", false);
  public static final Param FLOAT = new Param(Kind.FLOAT, "float64", false);

  /** Anything, as {@code interface{}}. */
  public static final Param ANY = new Param(Kind.ANY, "interface {}", true);

  /** How a constant is read for it. */
  public enum Kind {
    STRING,
    BOOL,
    INT,
    FLOAT,
    ANY,
    OBJECT
  }

  /** A value of one of the {@link GoObject} types. */
  public static Param object(String type, boolean nillable) {
    return new Param(Kind.OBJECT, type, nillable);
  }
}
