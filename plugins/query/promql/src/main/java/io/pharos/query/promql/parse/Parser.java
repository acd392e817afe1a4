package io.pharos.query.promql.parse;

import io.pharos.model.label.LabelMatcher;
import io.pharos.query.promql.ast.AggregateOp;
import io.pharos.query.promql.ast.BinaryOp;
import io.pharos.query.promql.ast.Expr;
import io.pharos.query.promql.ast.FunctionSignature;
import io.pharos.query.promql.ast.Matching;
import io.pharos.query.promql.lexer.GoText;
import io.pharos.query.promql.lexer.Span;
import io.pharos.query.promql.lexer.Token;
import io.pharos.query.promql.lexer.TokenType;
import io.pharos.spi.error.QueryException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads queries by precedence climbing. Nesting costs stack, so it has a limit; chains of operators
 * do not nest here, but their tree does, and {@link TreeDepth} limits that. Confined to one thread.
 */
public final class Parser {
  /** How deep a query may nest. */
  static final int MAX_DEPTH = 500;

  private final TokenStream tokens;
  private final ParseOptions options;
  private final SelectorReader selectors;
  private final DurationReader durations;
  private int depth;

  private Parser(String text, ParseOptions options) {
    this.tokens = new TokenStream(text);
    this.options = options;
    this.selectors = new SelectorReader(tokens);
    this.durations = new DurationReader(tokens);
  }

  /**
   * The checked tree of a query.
   *
   * @throws QueryException of code BAD_DATA with position and reason
   */
  public static Expr parse(String text, ParseOptions options) {
    try {
      Expr expr = new Parser(text, options).whole();
      TreeDepth.check(expr, MAX_DEPTH);
      return TypeCheck.check(expr);
    } catch (ParseException e) {
      throw refused(text, e);
    }
  }

  /**
   * The matchers of a plain selector; there may be none. Whoever needs one that is not empty says
   * so.
   *
   * @throws QueryException of code BAD_DATA with position and reason
   */
  public static List<LabelMatcher> parseSelector(String text) {
    try {
      Parser parser = new Parser(text, ParseOptions.ALL);
      Expr.VectorSelector selector = parser.selectors.selector();
      if (parser.tokens.type() != TokenType.END) {
        throw parser.tokens.unexpected();
      }
      return selector.matchers();
    } catch (ParseException e) {
      throw refused(text, e);
    }
  }

  private static QueryException refused(String text, ParseException e) {
    return new QueryException(
        QueryException.Code.BAD_DATA, e.span().position(text) + ": parse error: " + e.reason());
  }

  private Expr whole() {
    if (tokens.type() == TokenType.END) {
      throw new ParseException(new Span(0, 0), "no expression found in input");
    }
    Expr expr = binary(1);
    if (tokens.type() != TokenType.END) {
      throw tokens.unexpected();
    }
    return expr;
  }

  private Expr binary(int precedence) {
    Expr left = unary();
    while (true) {
      BinaryOp op = BinaryOp.of(tokens.type());
      if (op == null || op.precedence() < precedence) {
        return left;
      }
      Span operator = tokens.take().span();
      boolean bool = tokens.accept(TokenType.BOOL);
      Matching matching = matching(left);
      enter();
      Expr right = binary(op == BinaryOp.POW ? op.precedence() : op.precedence() + 1);
      depth--;
      Span span = Span.of(left.span(), right.span());
      left = new Expr.Binary(op, left, right, matching, bool, operator, span);
    }
  }

  private Matching matching(Expr left) {
    Matching.Cardinality cardinality = Matching.Cardinality.ONE_TO_ONE;
    List<String> labels = List.of();
    List<String> include = List.of();
    boolean on = tokens.type() == TokenType.ON;
    if (on || tokens.type() == TokenType.IGNORING) {
      tokens.take();
      labels = grouping();
      boolean toLeft = tokens.type() == TokenType.GROUP_LEFT;
      if (toLeft || tokens.type() == TokenType.GROUP_RIGHT) {
        tokens.take();
        cardinality = toLeft ? Matching.Cardinality.MANY_TO_ONE : Matching.Cardinality.ONE_TO_MANY;
        include = tokens.type() == TokenType.LEFT_PAREN ? grouping() : List.of();
      }
    }
    Double fillLeft = null;
    Double fillRight = null;
    if (isFill(TokenType.FILL)) {
      fillLeft = fill(left);
      fillRight = fillLeft;
    } else {
      for (int i = 0; i < 2; i++) {
        if (fillLeft == null && isFill(TokenType.FILL_LEFT)) {
          fillLeft = fill(left);
        } else if (fillRight == null && isFill(TokenType.FILL_RIGHT)) {
          fillRight = fill(left);
        }
      }
    }
    return new Matching(cardinality, labels, on, include, fillLeft, fillRight);
  }

  private boolean isFill(TokenType type) {
    return tokens.type() == type && tokens.second() == TokenType.LEFT_PAREN;
  }

  private Double fill(Expr left) {
    tokens.take();
    tokens.expect(TokenType.LEFT_PAREN);
    boolean negative = tokens.type() == TokenType.SUB;
    if (negative || tokens.type() == TokenType.ADD) {
      tokens.take();
    }
    double value = durations.literal().seconds();
    tokens.expect(TokenType.RIGHT_PAREN);
    if (!options.fill()) {
      throw new ParseException(
          left.span(), "binop fill modifiers are experimental and not enabled");
    }
    return negative ? -value : value;
  }

  /** Label names in parentheses. */
  private List<String> grouping() {
    tokens.enter("grouping opts", "\"(\"");
    tokens.expect(TokenType.LEFT_PAREN);
    List<String> labels = new ArrayList<>();
    while (!tokens.accept(TokenType.RIGHT_PAREN)) {
      tokens.reenter("grouping opts", "label");
      labels.add(groupingLabel());
      tokens.reenter("grouping opts", "\",\" or \")\"");
      if (!tokens.accept(TokenType.COMMA) && tokens.type() != TokenType.RIGHT_PAREN) {
        throw tokens.unexpected();
      }
    }
    tokens.leave();
    return labels;
  }

  private String groupingLabel() {
    TokenType type = tokens.type();
    if (type == TokenType.STRING) {
      return GoText.unquote(tokens.take().text());
    }
    if (type != TokenType.IDENTIFIER && !type.isWord()) {
      throw tokens.unexpected();
    }
    return tokens.take().text();
  }

  private Expr unary() {
    if (tokens.type() != TokenType.ADD && tokens.type() != TokenType.SUB) {
      return modified(primary());
    }
    enter();
    Token sign = tokens.take();
    boolean negative = sign.type() == TokenType.SUB;
    Expr operand = binary(BinaryOp.POW.precedence());
    depth--;
    Span span = Span.of(sign.span(), operand.span());
    if (operand instanceof Expr.NumberLiteral number) {
      double value = number.value();
      return new Expr.NumberLiteral(negative ? -value : value, number.duration(), span);
    }
    return new Expr.Unary(negative, operand, span);
  }

  private void enter() {
    if (++depth > MAX_DEPTH) {
      throw new ParseException(
          tokens.peek().span(), "expression nests too deeply, at most " + MAX_DEPTH + " levels");
    }
  }

  private Expr primary() {
    TokenType type = tokens.type();
    TokenType next = tokens.second();
    if (type == TokenType.LEFT_PAREN) {
      return parenthesized();
    }
    if (type == TokenType.NUMBER || type == TokenType.DURATION) {
      var literal = durations.literal();
      return new Expr.NumberLiteral(literal.seconds(), literal.duration(), literal.span());
    }
    if (type == TokenType.STRING) {
      Token token = tokens.take();
      return new Expr.StringLiteral(GoText.unquote(token.text()), token.span());
    }
    if (type.isAggregator()
        && (next == TokenType.LEFT_PAREN || next == TokenType.BY || next == TokenType.WITHOUT)) {
      return aggregate();
    }
    if (next == TokenType.LEFT_PAREN && isFunctionName(type)) {
      return call();
    }
    if (type == TokenType.LEFT_BRACE || type.isMetricName()) {
      return selectors.selector();
    }
    throw tokens.unexpected();
  }

  private static boolean isFunctionName(TokenType type) {
    return switch (type) {
      case IDENTIFIER, START, FINISH, STEP, RANGE, MIN_OF, MAX_OF -> true;
      default -> false;
    };
  }

  private Expr parenthesized() {
    enter();
    Token open = tokens.take();
    Expr inner = binary(1);
    Token close = tokens.expect(TokenType.RIGHT_PAREN);
    depth--;
    return new Expr.Paren(inner, Span.of(open.span(), close.span()));
  }

  private Expr aggregate() {
    enter();
    Token name = tokens.take();
    AggregateOp op = AggregateOp.of(name.type());
    tokens.enter("aggregation", "");
    boolean without = tokens.type() == TokenType.WITHOUT;
    List<String> grouping = modifierLabels();
    List<Expr> args = arguments();
    if (grouping == null) {
      without = tokens.type() == TokenType.WITHOUT;
      grouping = modifierLabels();
    }
    tokens.leave();
    depth--;
    Span span = new Span(name.start(), tokens.lastEnd());
    if (args.isEmpty()) {
      throw new ParseException(span, "no arguments for aggregate expression provided");
    }
    if (op.isExperimental() && !options.functions()) {
      throw new ParseException(
          span,
          op.word()
              + "() is experimental and must be enabled with"
              + " --enable-feature=promql-experimental-functions");
    }
    int wanted = op.hasParameter() ? 2 : 1;
    if (args.size() != wanted) {
      throw new ParseException(
          span,
          "wrong number of arguments for aggregate expression provided, expected "
              + wanted
              + ", got "
              + args.size());
    }
    return new Expr.Aggregate(
        op,
        args.getLast(),
        op.hasParameter() ? args.getFirst() : null,
        grouping == null ? List.of() : grouping,
        grouping != null && without,
        span);
  }

  /** The labels after {@code by} or {@code without}, null if neither comes. */
  private @Nullable List<String> modifierLabels() {
    if (tokens.type() != TokenType.BY && tokens.type() != TokenType.WITHOUT) {
      return null;
    }
    tokens.take();
    return grouping();
  }

  private List<Expr> arguments() {
    tokens.expect(TokenType.LEFT_PAREN);
    List<Expr> args = new ArrayList<>();
    if (tokens.accept(TokenType.RIGHT_PAREN)) {
      return args;
    }
    while (true) {
      args.add(binary(1));
      Token comma = tokens.peek();
      if (!tokens.accept(TokenType.COMMA)) {
        tokens.expect(TokenType.RIGHT_PAREN);
        return args;
      }
      if (tokens.type() == TokenType.RIGHT_PAREN) {
        throw new ParseException(comma.span(), "trailing commas not allowed in function call args");
      }
    }
  }

  private Expr call() {
    enter();
    Token name = tokens.take();
    List<Expr> args = arguments();
    depth--;
    FunctionSignature function = Functions.find(name.text());
    if (function == null) {
      throw new ParseException(
          name.span(), "unknown function with name " + GoText.quote(name.text()));
    }
    if (function.experimental() && !options.functions()) {
      throw new ParseException(
          name.span(), "function " + GoText.quote(name.text()) + " is not enabled");
    }
    return new Expr.Call(function, args, new Span(name.start(), tokens.lastEnd()));
  }

  /** The expression with the modifiers and brackets that follow it. */
  private Expr modified(Expr expr) {
    Expr modified = expr;
    int brackets = 0;
    while (true) {
      switch (tokens.type()) {
        case OFFSET -> modified = durations.offset(modified);
        case AT -> modified = durations.at(modified);
        case LEFT_BRACKET -> {
          if (++brackets + depth > MAX_DEPTH) {
            enter();
          }
          modified = durations.bracket(modified);
        }
        case ANCHORED, SMOOTHED -> modified = edges(modified);
        default -> {
          return modified;
        }
      }
    }
  }

  private Expr edges(Expr expr) {
    Token token = tokens.take();
    boolean anchored = token.type() == TokenType.ANCHORED;
    if (!options.edges()) {
      throw new ParseException(
          expr.span(), token.type().text() + " modifier is experimental and not enabled");
    }
    Expr.Edges edges = anchored ? Expr.Edges.ANCHORED : Expr.Edges.SMOOTHED;
    if (expr instanceof Expr.VectorSelector vector) {
      return DurationReader.withSpan(with(vector, edges, expr), tokens.lastEnd());
    }
    if (expr instanceof Expr.MatrixSelector matrix) {
      return new Expr.MatrixSelector(
          with(matrix.vector(), edges, expr),
          matrix.range(),
          matrix.rangeExpr(),
          new Span(matrix.span().start(), tokens.lastEnd()));
    }
    throw new ParseException(
        expr.span(),
        edges.word()
            + " modifier must be preceded by an instant vector selector or range vector selector");
  }

  private static Expr.VectorSelector with(
      Expr.VectorSelector vector, Expr.Edges edges, Expr place) {
    if (vector.edges() != Expr.Edges.PLAIN) {
      throw new ParseException(
          place.span(), "anchored and smoothed modifiers cannot be used together or repeated");
    }
    return new Expr.VectorSelector(
        vector.name(), vector.matchers(), vector.timing(), edges, vector.span());
  }
}
