package io.pharos.query.promql.lexer;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a token is. */
public enum TokenType {
  END("end of input", Kind.VARIABLE),
  ERROR("error", Kind.VARIABLE),
  IDENTIFIER("identifier", Kind.VARIABLE),
  METRIC_IDENTIFIER("metric identifier", Kind.VARIABLE),
  NUMBER("number", Kind.VARIABLE),
  DURATION("duration", Kind.VARIABLE),
  STRING("string", Kind.VARIABLE),

  LEFT_PAREN("(", Kind.PUNCTUATION),
  RIGHT_PAREN(")", Kind.PUNCTUATION),
  LEFT_BRACE("{", Kind.PUNCTUATION),
  RIGHT_BRACE("}", Kind.PUNCTUATION),
  LEFT_BRACKET("[", Kind.PUNCTUATION),
  RIGHT_BRACKET("]", Kind.PUNCTUATION),
  COMMA(",", Kind.PUNCTUATION),
  COLON(":", Kind.PUNCTUATION),
  EQUAL("=", Kind.PUNCTUATION),

  ADD("+", Kind.OPERATOR),
  SUB("-", Kind.OPERATOR),
  MUL("*", Kind.OPERATOR),
  DIV("/", Kind.OPERATOR),
  MOD("%", Kind.OPERATOR),
  POW("^", Kind.OPERATOR),
  EQUALS("==", Kind.OPERATOR),
  NOT_EQUAL("!=", Kind.OPERATOR),
  LESS("<", Kind.OPERATOR),
  LESS_EQUAL("<=", Kind.OPERATOR),
  GREATER(">", Kind.OPERATOR),
  GREATER_EQUAL(">=", Kind.OPERATOR),
  TRIM_UPPER("</", Kind.OPERATOR),
  TRIM_LOWER(">/", Kind.OPERATOR),
  REGEX("=~", Kind.OPERATOR),
  NOT_REGEX("!~", Kind.OPERATOR),
  AT("@", Kind.OPERATOR),
  AND("and", Kind.WORD_OPERATOR),
  OR("or", Kind.WORD_OPERATOR),
  UNLESS("unless", Kind.WORD_OPERATOR),
  ATAN2("atan2", Kind.WORD_OPERATOR),

  SUM("sum", Kind.AGGREGATOR),
  AVG("avg", Kind.AGGREGATOR),
  COUNT("count", Kind.AGGREGATOR),
  MIN("min", Kind.AGGREGATOR),
  MAX("max", Kind.AGGREGATOR),
  GROUP("group", Kind.AGGREGATOR),
  STDDEV("stddev", Kind.AGGREGATOR),
  STDVAR("stdvar", Kind.AGGREGATOR),
  TOPK("topk", Kind.AGGREGATOR),
  BOTTOMK("bottomk", Kind.AGGREGATOR),
  COUNT_VALUES("count_values", Kind.AGGREGATOR),
  QUANTILE("quantile", Kind.AGGREGATOR),
  LIMITK("limitk", Kind.AGGREGATOR),
  LIMIT_RATIO("limit_ratio", Kind.AGGREGATOR),

  OFFSET("offset", Kind.KEYWORD),
  BY("by", Kind.KEYWORD),
  WITHOUT("without", Kind.KEYWORD),
  ON("on", Kind.KEYWORD),
  IGNORING("ignoring", Kind.KEYWORD),
  GROUP_LEFT("group_left", Kind.KEYWORD),
  GROUP_RIGHT("group_right", Kind.KEYWORD),
  BOOL("bool", Kind.KEYWORD),
  FILL("fill", Kind.KEYWORD),
  FILL_LEFT("fill_left", Kind.KEYWORD),
  FILL_RIGHT("fill_right", Kind.KEYWORD),
  ANCHORED("anchored", Kind.KEYWORD),
  SMOOTHED("smoothed", Kind.KEYWORD),
  START("start", Kind.KEYWORD),
  FINISH("end", Kind.KEYWORD),
  STEP("step", Kind.KEYWORD),
  RANGE("range", Kind.KEYWORD),
  MIN_OF("min_of", Kind.KEYWORD),
  MAX_OF("max_of", Kind.KEYWORD);

  /** The sorts of tokens, by how an error names them. */
  enum Kind {
    VARIABLE,
    PUNCTUATION,
    OPERATOR,
    WORD_OPERATOR,
    AGGREGATOR,
    KEYWORD
  }

  private static final Map<String, TokenType> WORDS = new HashMap<>();

  static {
    for (TokenType type : values()) {
      if (type.isWord()) {
        WORDS.put(type.text, type);
      }
    }
    WORDS.put("inf", NUMBER);
    WORDS.put("nan", NUMBER);
  }

  private final String text;
  private final Kind kind;

  TokenType(String text, Kind kind) {
    this.text = text;
    this.kind = kind;
  }

  /** How it is written, or what it is called where it has no fixed text. */
  public String text() {
    return text;
  }

  Kind kind() {
    return kind;
  }

  /** Whether it is the name of an aggregation. */
  public boolean isAggregator() {
    return kind == Kind.AGGREGATOR;
  }

  /** Whether it is written in letters. */
  public boolean isWord() {
    return kind == Kind.AGGREGATOR || kind == Kind.KEYWORD || kind == Kind.WORD_OPERATOR;
  }

  /** Whether it may stand where a metric name is wanted. */
  public boolean isMetricName() {
    return switch (this) {
      case IDENTIFIER, METRIC_IDENTIFIER -> true;
      case ON, IGNORING, GROUP_LEFT, GROUP_RIGHT, BOOL, ATAN2 -> false;
      default -> isWord();
    };
  }

  /** The token that a word in lower case is, null for an ordinary one. */
  static @Nullable TokenType ofWord(String word) {
    return WORDS.get(word);
  }
}
