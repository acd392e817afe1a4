package io.pharos.toolkit.template;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a template's text into trees: its own and those that it defines. Confined to one thread.
 */
final class Parser {
  private static final int MAX_NESTING = 250;

  private final String name;
  private final Lexer lexer;
  private final Set<String> functions;
  private final Map<String, Template.Tree> trees;
  private final String text;
  private final Set<String> own = new HashSet<>();
  private final Deque<Token> pushed = new ArrayDeque<>();
  private List<String> variables = new ArrayList<>(List.of("$"));
  private int line = 1;
  private int actionLine;
  private int rangeDepth;
  private int nesting;

  Parser(String name, String text, Set<String> functions, Map<String, Template.Tree> trees) {
    this.name = name;
    this.text = text;
    this.lexer = new Lexer(text);
    this.functions = functions;
    this.trees = trees;
  }

  /** Adds the trees of the text. */
  void parse() {
    List<Node> root = new ArrayList<>();
    while (peek().type() != TokenType.EOF) {
      if (peek().type() == TokenType.LEFT_DELIM) {
        Token delimiter = next();
        Token first = nextNonSpace();
        if (first.type() == TokenType.DEFINE) {
          definition();
          continue;
        }
        push(first);
        push(delimiter);
      }
      Node node = textOrAction();
      if (node instanceof Node.End || node instanceof Node.Else) {
        throw error("unexpected " + node);
      }
      root.add(node);
    }
    add(name, root);
  }

  private void definition() {
    Token token = nextNonSpace();
    if (token.type() != TokenType.STRING && token.type() != TokenType.RAW_STRING) {
      throw unexpected(token, "define clause");
    }
    String defined = unquoted(token);
    expect(TokenType.RIGHT_DELIM, "define clause");
    subtree(defined, "define clause");
  }

  /** Reads a template inside this one up to its end; it sees no variable of it. */
  private void subtree(String defined, String context) {
    List<String> outerVariables = variables;
    int outerRange = rangeDepth;
    variables = new ArrayList<>(List.of("$"));
    rangeDepth = 0;
    List<Node> body = new ArrayList<>();
    Node end = items(body);
    if (!(end instanceof Node.End)) {
      throw error("unexpected " + end + " in " + context);
    }
    add(defined, body);
    variables = outerVariables;
    rangeDepth = outerRange;
  }

  private void add(String defined, List<Node> body) {
    Template.Tree known = trees.get(defined);
    boolean taken = known != null && !known.isEmpty();
    if (taken && own.contains(defined) && !isEmpty(body)) {
      throw error("template: multiple definition of template " + GoText.quote(defined, false));
    }
    if (!taken || !isEmpty(body)) {
      trees.put(defined, new Template.Tree(name, text, List.copyOf(body)));
      own.add(defined);
    }
  }

  static boolean isEmpty(List<Node> body) {
    return body.stream().allMatch(node -> node instanceof Node.Text text && text.text().isBlank());
  }

  private Node textOrAction() {
    Token token = nextNonSpace();
    return switch (token.type()) {
      case TEXT -> new Node.Text(token.at(), token.text());
      case LEFT_DELIM -> {
        actionLine = token.line();
        Node action = action();
        actionLine = 0;
        yield action;
      }
      default -> throw unexpected(token, "input");
    };
  }

  private Node action() {
    Token token = nextNonSpace();
    return switch (token.type()) {
      case BLOCK -> block();
      case BREAK -> jump(token, true);
      case CONTINUE -> jump(token, false);
      case ELSE -> otherwise();
      case END -> {
        Token end = expect(TokenType.RIGHT_DELIM, "end");
        yield new Node.End(end.at());
      }
      case IF -> control(Node.Branch.Kind.IF, "if");
      case RANGE -> control(Node.Branch.Kind.RANGE, "range");
      case WITH -> control(Node.Branch.Kind.WITH, "with");
      case TEMPLATE -> call();
      default -> {
        push(token);
        int at = peek().at();
        yield new Node.Action(at, pipeline("command", TokenType.RIGHT_DELIM));
      }
    };
  }

  private Node jump(Token token, boolean leave) {
    String word = leave ? "{{break}}" : "{{continue}}";
    Token after = nextNonSpace();
    if (after.type() != TokenType.RIGHT_DELIM) {
      throw unexpected(after, word);
    }
    if (rangeDepth == 0) {
      throw error(word + " outside {{range}}");
    }
    return new Node.Jump(token.at(), leave);
  }

  private Node otherwise() {
    Token token = peekNonSpace();
    if (token.type() == TokenType.IF || token.type() == TokenType.WITH) {
      return new Node.Else(token.at());
    }
    return new Node.Else(expect(TokenType.RIGHT_DELIM, "else").at());
  }

  private Node control(Node.Branch.Kind kind, String context) {
    enter();
    int mark = variables.size();
    Node.Pipe pipe = pipeline(context, TokenType.RIGHT_DELIM);
    List<Node> body = new ArrayList<>();
    rangeDepth += kind == Node.Branch.Kind.RANGE ? 1 : 0;
    Node next = items(body);
    rangeDepth -= kind == Node.Branch.Kind.RANGE ? 1 : 0;
    List<Node> other = next instanceof Node.Else ? elseBody(kind) : null;
    variables = new ArrayList<>(variables.subList(0, mark));
    nesting--;
    return new Node.Branch(
        kind, pipe.at(), pipe, List.copyOf(body), other == null ? null : List.copyOf(other));
  }

  private List<Node> elseBody(Node.Branch.Kind kind) {
    TokenType chained =
        switch (kind) {
          case IF -> TokenType.IF;
          case WITH -> TokenType.WITH;
          case RANGE -> TokenType.ERROR;
        };
    if (chained != TokenType.ERROR && peek().type() == chained) {
      next();
      return List.of(control(kind, kind == Node.Branch.Kind.IF ? "if" : "with"));
    }
    List<Node> other = new ArrayList<>();
    Node end = items(other);
    if (!(end instanceof Node.End)) {
      throw error("expected end; found " + end);
    }
    return other;
  }

  /** Reads up to {@code end} or {@code else}, which it answers. */
  private Node items(List<Node> into) {
    enter();
    while (peekNonSpace().type() != TokenType.EOF) {
      Node node = textOrAction();
      if (node instanceof Node.End || node instanceof Node.Else) {
        nesting--;
        return node;
      }
      into.add(node);
    }
    throw error("unexpected EOF");
  }

  private Node call() {
    Token token = nextNonSpace();
    String called = templateName(token, "template clause");
    Node.Pipe pipe = null;
    Token after = nextNonSpace();
    if (after.type() != TokenType.RIGHT_DELIM) {
      push(after);
      pipe = pipeline("template clause", TokenType.RIGHT_DELIM);
    }
    return new Node.Call(token.at(), called, pipe);
  }

  private Node block() {
    Token token = nextNonSpace();
    String called = templateName(token, "block clause");
    Node.Pipe pipe = pipeline("block clause", TokenType.RIGHT_DELIM);
    subtree(called, "block clause");
    return new Node.Call(token.at(), called, pipe);
  }

  private String templateName(Token token, String context) {
    if (token.type() != TokenType.STRING && token.type() != TokenType.RAW_STRING) {
      throw unexpected(token, context);
    }
    return unquoted(token);
  }

  private String unquoted(Token token) {
    try {
      return GoText.unquote(token.text());
    } catch (TemplateException e) {
      throw error(e.getMessage());
    }
  }

  private Node.Pipe pipeline(String context, TokenType end) {
    enter();
    int at = peekNonSpace().at();
    List<String> declared = new ArrayList<>();
    boolean assign = declarations(context, declared);
    List<Node.Command> commands = new ArrayList<>();
    while (true) {
      Token token = nextNonSpace();
      if (token.type() == end) {
        check(commands, context);
        nesting--;
        return new Node.Pipe(at, List.copyOf(declared), assign, List.copyOf(commands));
      }
      switch (token.type()) {
        case BOOL,
            CHAR_CONSTANT,
            COMPLEX,
            DOT,
            FIELD,
            IDENTIFIER,
            NUMBER,
            NIL,
            RAW_STRING,
            STRING,
            VARIABLE,
            LEFT_PAREN -> {
          push(token);
          commands.add(command());
        }
        default -> throw unexpected(token, context);
      }
    }
  }

  /** Reads {@code $a :=}, {@code $a =} or {@code $a, $b :=}; answers whether it assigns. */
  private boolean declarations(String context, List<String> declared) {
    while (peekNonSpace().type() == TokenType.VARIABLE) {
      Token variable = next();
      Token after = peek();
      Token sign = peekNonSpace();
      if (sign.type() == TokenType.ASSIGN || sign.type() == TokenType.DECLARE) {
        nextNonSpace();
        declare(variable, declared);
        return sign.type() == TokenType.ASSIGN;
      }
      if (sign.type() != TokenType.CHAR || !sign.text().equals(",")) {
        if (after.type() == TokenType.SPACE) {
          push(after);
        }
        push(variable);
        return false;
      }
      nextNonSpace();
      declare(variable, declared);
      if (!context.equals("range") || declared.size() >= 2) {
        throw error("too many declarations in " + context);
      }
      TokenType type = peekNonSpace().type();
      if (type != TokenType.VARIABLE
          && type != TokenType.RIGHT_DELIM
          && type != TokenType.RIGHT_PAREN) {
        throw error("range can only initialize variables");
      }
    }
    return false;
  }

  private void declare(Token variable, List<String> declared) {
    declared.add(variable.text());
    variables.add(variable.text());
  }

  private void check(List<Node.Command> commands, String context) {
    if (commands.isEmpty()) {
      throw error("missing value for " + context);
    }
    for (int i = 1; i < commands.size(); i++) {
      Node.Operand first = commands.get(i).words().getFirst();
      if (first instanceof Node.Constant
          || first instanceof Node.Numeric
          || first instanceof Node.Dot
          || first instanceof Node.Nil) {
        throw error("non executable command in pipeline stage " + (i + 1));
      }
    }
  }

  private Node.Command command() {
    int at = peekNonSpace().at();
    List<Node.Operand> words = new ArrayList<>();
    while (true) {
      peekNonSpace();
      Node.Operand operand = operand();
      if (operand != null) {
        words.add(operand);
      }
      Token token = next();
      switch (token.type()) {
        case SPACE -> {
          continue;
        }
        case RIGHT_DELIM, RIGHT_PAREN -> push(token);
        case PIPE -> {}
        default -> throw unexpected(token, "operand");
      }
      if (words.isEmpty()) {
        throw error("empty command");
      }
      return new Node.Command(at, List.copyOf(words));
    }
  }

  private Node.@Nullable Operand operand() {
    Node.Operand term = term();
    if (term == null || peek().type() != TokenType.FIELD) {
      return term;
    }
    int at = peek().at();
    List<String> path = new ArrayList<>();
    while (peek().type() == TokenType.FIELD) {
      path.add(next().text().substring(1));
    }
    return switch (term) {
      case Node.Field field -> new Node.Field(at, joined(field.path(), path));
      case Node.Variable variable -> new Node.Variable(at, joined(variable.path(), path));
      case Node.Constant _, Node.Numeric _, Node.Nil _, Node.Dot _ ->
          throw error("unexpected . after term " + GoText.quote(term.toString(), false));
      case Node.Pipe _, Node.Identifier _, Node.Chain _ ->
          new Node.Chain(at, term, List.copyOf(path));
    };
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return List.copyOf(all);
  }

  private Node.@Nullable Operand term() {
    Token token = nextNonSpace();
    return switch (token.type()) {
      case IDENTIFIER -> {
        if (!functions.contains(token.text())) {
          throw error("function " + GoText.quote(token.text(), false) + " not defined");
        }
        yield new Node.Identifier(token.at(), token.text());
      }
      case DOT -> {
        yield new Node.Dot(token.at());
      }
      case NIL -> {
        yield new Node.Nil(token.at());
      }
      case VARIABLE -> {
        if (!variables.contains(token.text())) {
          throw error("undefined variable " + GoText.quote(token.text(), false));
        }
        yield new Node.Variable(token.at(), List.of(token.text()));
      }
      case FIELD -> {
        yield new Node.Field(token.at(), List.of(token.text().substring(1)));
      }
      case BOOL -> {
        yield new Node.Constant(token.at(), token.text(), token.text().equals("true"));
      }
      case STRING, RAW_STRING -> {
        yield new Node.Constant(token.at(), token.text(), unquoted(token));
      }
      case CHAR_CONSTANT, COMPLEX, NUMBER -> {
        yield number(token);
      }
      case LEFT_PAREN -> {
        yield pipeline("parenthesized pipeline", TokenType.RIGHT_PAREN);
      }
      default -> {
        push(token);
        yield null;
      }
    };
  }

  private Node.Numeric number(Token token) {
    try {
      return token.type() == TokenType.CHAR_CONSTANT
          ? Numbers.character(token)
          : Numbers.number(token);
    } catch (TemplateException e) {
      throw error(e.getMessage());
    }
  }

  private void enter() {
    if (++nesting > MAX_NESTING) {
      throw error("template nests too deeply");
    }
  }

  private Token next() {
    Token token = pushed.isEmpty() ? lexer.next() : pushed.pop();
    line = token.line();
    return token;
  }

  private void push(Token token) {
    pushed.push(token);
  }

  private Token peek() {
    if (pushed.isEmpty()) {
      push(next());
    }
    line = pushed.peek().line();
    return java.util.Objects.requireNonNull(pushed.peek());
  }

  private Token nextNonSpace() {
    Token token = next();
    while (token.type() == TokenType.SPACE) {
      token = next();
    }
    return token;
  }

  private Token peekNonSpace() {
    Token token = nextNonSpace();
    push(token);
    return token;
  }

  private Token expect(TokenType type, String context) {
    Token token = nextNonSpace();
    if (token.type() != type) {
      throw unexpected(token, context);
    }
    return token;
  }

  private TemplateException unexpected(Token token, String context) {
    if (token.type() != TokenType.ERROR) {
      return error("unexpected " + token + " in " + context);
    }
    String extra = "";
    if (actionLine != 0 && actionLine != token.line()) {
      String inAction = token.text().endsWith(" action") ? "" : " in action";
      extra = inAction + " started at " + name + ":" + actionLine;
    }
    return error(token + extra);
  }

  private TemplateException error(String message) {
    return new TemplateException("template: " + name + ":" + line + ": " + message);
  }
}
