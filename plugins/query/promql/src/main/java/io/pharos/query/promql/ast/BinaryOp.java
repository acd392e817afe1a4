package io.pharos.query.promql.ast;

import io.pharos.query.promql.lexer.TokenType;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The operators between two expressions; a higher precedence binds tighter. */
public enum BinaryOp {
  POW(TokenType.POW, 6),
  MUL(TokenType.MUL, 5),
  DIV(TokenType.DIV, 5),
  MOD(TokenType.MOD, 5),
  ATAN2(TokenType.ATAN2, 5),
  ADD(TokenType.ADD, 4),
  SUB(TokenType.SUB, 4),
  EQUAL(TokenType.EQUALS, 3),
  NOT_EQUAL(TokenType.NOT_EQUAL, 3),
  LESS(TokenType.LESS, 3),
  LESS_EQUAL(TokenType.LESS_EQUAL, 3),
  GREATER(TokenType.GREATER, 3),
  GREATER_EQUAL(TokenType.GREATER_EQUAL, 3),
  TRIM_UPPER(TokenType.TRIM_UPPER, 3),
  TRIM_LOWER(TokenType.TRIM_LOWER, 3),
  AND(TokenType.AND, 2),
  UNLESS(TokenType.UNLESS, 2),
  OR(TokenType.OR, 1);

  private static final Map<TokenType, BinaryOp> BY_TOKEN = new EnumMap<>(TokenType.class);

  static {
    for (BinaryOp op : values()) {
      BY_TOKEN.put(op.token, op);
    }
  }

  private final TokenType token;
  private final int precedence;

  BinaryOp(TokenType token, int precedence) {
    this.token = token;
    this.precedence = precedence;
  }

  /** The operator that a token is, null if it is none. */
  public static @Nullable BinaryOp of(TokenType token) {
    return BY_TOKEN.get(token);
  }

  public String sign() {
    return token.text();
  }

  public int precedence() {
    return precedence;
  }

  /** Whether it compares, and so filters unless {@code bool} is given. */
  public boolean isComparison() {
    return precedence == 3 && this != TRIM_UPPER && this != TRIM_LOWER;
  }

  /** Whether it works on the presence of elements rather than on their values. */
  public boolean isSet() {
    return precedence <= 2;
  }
}
