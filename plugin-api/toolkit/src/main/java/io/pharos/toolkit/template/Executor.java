package io.pharos.toolkit.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out one template. Confined to one thread. */
final class Executor {
  private static final int MAX_OUTPUT = 16 << 20;
  private static final int MAX_STEPS = 5_000_000;
  private static final int MAX_DEPTH = 500;

  /** No value comes from the left of a pipe. */
  private enum Missing {
    MISSING
  }

  private final Map<String, Template.Tree> trees;
  private final Map<String, Function> functions;
  private final StringBuilder out = new StringBuilder();
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable Object> values = new ArrayList<>();
  private String name;
  private Template.Tree tree;
  private @Nullable Node node;
  private int floor;
  private int depth;
  private int steps;

  Executor(
      Map<String, Template.Tree> trees,
      Map<String, Function> functions,
      String name,
      @Nullable Object data) {
    this.trees = trees;
    this.functions = functions;
    this.name = name;
    this.tree = new Template.Tree(name, "", List.of());
    push("$", data);
  }

  String run(Template.Tree root) {
    tree = root;
    walk(values.getFirst(), root.body());
    return GoText.printable(out.toString());
  }

  /** How a list of nodes ended. */
  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private Flow walk(@Nullable Object dot, List<Node> body) {
    for (Node child : body) {
      Flow flow = walk(dot, child);
      if (flow != Flow.ON) {
        return flow;
      }
    }
    return Flow.ON;
  }

  private Flow walk(@Nullable Object dot, Node child) {
    at(child);
    step();
    switch (child) {
      case Node.Text text -> write(text.text());
      case Node.Action action -> {
        Object value = pipeline(dot, action.pipe());
        if (action.pipe().variables().isEmpty()) {
          at(child);
          write(shown(value));
        }
      }
      case Node.Branch branch -> {
        return branch.kind() == Node.Branch.Kind.RANGE ? range(dot, branch) : choose(dot, branch);
      }
      case Node.Jump jump -> {
        return jump.leave() ? Flow.BREAK : Flow.CONTINUE;
      }
      case Node.Call call -> call(dot, call);
      case Node.Pipe _,
          Node.Command _,
          Node.Identifier _,
          Node.Variable _,
          Node.Field _,
          Node.Chain _,
          Node.Dot _,
          Node.Nil _,
          Node.Constant _,
          Node.Numeric _,
          Node.End _,
          Node.Else _ ->
          throw error("unknown node: " + child);
    }
    return Flow.ON;
  }

  private void step() {
    if (++steps > MAX_STEPS) {
      throw error("template takes more than " + MAX_STEPS + " steps");
    }
    if ((steps & 1023) == 0 && Thread.currentThread().isInterrupted()) {
      throw error("interrupted");
    }
  }

  private void write(String text) {
    if (out.length() + text.length() > MAX_OUTPUT) {
      throw error("template output is larger than " + MAX_OUTPUT + " characters");
    }
    out.append(text);
  }

  private static String shown(@Nullable Object value) {
    if (value == null) {
      return "<no value>";
    }
    String text = GoFormat.plain(value);
    boolean pointer = value instanceof GoObject.OfStruct struct && struct.text() == null;
    return pointer && text.startsWith("&") ? text.substring(1) : text;
  }

  private Flow choose(@Nullable Object dot, Node.Branch branch) {
    int mark = values.size();
    Object value = pipeline(dot, branch.pipe());
    boolean with = branch.kind() == Node.Branch.Kind.WITH;
    Flow flow = Flow.ON;
    if (GoTypes.isTrue(value)) {
      flow = walk(with ? value : dot, branch.body());
    } else if (branch.otherwise() != null) {
      flow = walk(dot, branch.otherwise());
    }
    pop(mark);
    return flow;
  }

  private Flow range(@Nullable Object dot, Node.Branch branch) {
    int mark = values.size();
    Object value = pipeline(dot, branch.pipe());
    int inner = values.size();
    boolean some;
    if (value == null) {
      some = false;
    } else if (value instanceof GoObject.OfList list) {
      some = rangeList(branch, list.items(), inner);
    } else if (value instanceof GoObject.OfMap map) {
      some = rangeMap(branch, map, inner);
    } else {
      Long count = GoTypes.asInteger(value);
      if (count == null) {
        throw error("range can't iterate over " + GoFormat.plain(value));
      }
      if (branch.pipe().variables().size() > 1) {
        throw error(
            "can't use " + GoFormat.plain(value) + " to iterate over more than one variable");
      }
      some = count > 0;
      boolean go = true;
      for (long i = 0; go && i < count; i++) {
        go = iterate(branch, i, i, inner);
      }
    }
    Flow flow = Flow.ON;
    if (!some && branch.otherwise() != null) {
      flow = walk(dot, branch.otherwise());
    }
    pop(mark);
    return flow;
  }

  private boolean rangeList(Node.Branch branch, List<? extends @Nullable Object> items, int inner) {
    boolean go = true;
    for (int i = 0; go && i < items.size(); i++) {
      go = iterate(branch, (long) i, items.get(i), inner);
    }
    return !items.isEmpty();
  }

  private boolean rangeMap(Node.Branch branch, GoObject.OfMap map, int inner) {
    for (Map.Entry<String, ? extends @Nullable Object> entry : map.entries().entrySet()) {
      if (!iterate(branch, entry.getKey(), entry.getValue(), inner)) {
        break;
      }
    }
    return !map.entries().isEmpty();
  }

  /** One round; false to leave the loop. */
  private boolean iterate(Node.Branch branch, Object index, @Nullable Object element, int inner) {
    step();
    List<String> declared = branch.pipe().variables();
    if (branch.pipe().assign()) {
      if (declared.size() > 1) {
        set(declared.getFirst(), index);
      }
      if (!declared.isEmpty()) {
        set(declared.getLast(), element);
      }
    } else if (!declared.isEmpty()) {
      values.set(inner - 1, element);
      if (declared.size() > 1) {
        values.set(inner - 2, index);
      }
    }
    Flow flow = walk(element, branch.body());
    pop(inner);
    return flow != Flow.BREAK;
  }

  private void call(@Nullable Object dot, Node.Call call) {
    Template.Tree called = trees.get(call.name());
    if (called == null) {
      throw error("template " + GoText.quote(call.name(), false) + " not defined");
    }
    if (depth >= MAX_DEPTH) {
      // the original's words; it allows itself more stack
      throw error("exceeded maximum template depth (100000)");
    }
    Object data = call.pipe() == null ? null : pipeline(dot, call.pipe());
    int mark = values.size();
    int outerFloor = floor;
    Template.Tree outerTree = tree;
    String outerName = name;
    floor = mark;
    tree = called;
    name = call.name();
    depth++;
    push("$", data);
    walk(data, called.body());
    depth--;
    name = outerName;
    tree = outerTree;
    floor = outerFloor;
    pop(mark);
  }

  private @Nullable Object pipeline(@Nullable Object dot, Node.Pipe pipe) {
    at(pipe);
    Object value = Missing.MISSING;
    for (Node.Command command : pipe.commands()) {
      value = command(dot, command, value);
    }
    for (String variable : pipe.variables()) {
      if (pipe.assign()) {
        set(variable, value);
      } else {
        push(variable, value);
      }
    }
    return value;
  }

  private @Nullable Object command(
      @Nullable Object dot, Node.Command command, @Nullable Object last) {
    Node.Operand first = command.words().getFirst();
    switch (first) {
      case Node.Field field -> {
        at(field);
        return fields(dot, dot, field.path(), 0, command.words(), last);
      }
      case Node.Chain chain -> {
        return chain(dot, chain, command.words(), last);
      }
      case Node.Identifier identifier -> {
        return function(dot, identifier, command, command.words(), last);
      }
      case Node.Pipe pipe -> {
        at(command);
        noFunction(command.words(), last);
        return pipeline(dot, pipe);
      }
      case Node.Variable variable -> {
        return variable(dot, variable, command.words(), last);
      }
      case Node.Dot _, Node.Nil _, Node.Constant _, Node.Numeric _ -> {
        at(first);
        noFunction(command.words(), last);
        if (first instanceof Node.Nil) {
          throw error("nil is not a command");
        }
        return constant(dot, first);
      }
    }
  }

  private void noFunction(List<Node.Operand> words, @Nullable Object last) {
    if (words.size() > 1 || !(last instanceof Missing)) {
      throw error("can't give argument to non-function " + words.getFirst());
    }
  }

  /** What an operand is where anything may stand. */
  private @Nullable Object constant(@Nullable Object dot, Node.Operand operand) {
    return switch (operand) {
      case Node.Dot _ -> dot;
      case Node.Nil _ -> null;
      case Node.Constant constant -> constant.value();
      case Node.Numeric number -> {
        if (number.natural() == null) {
          throw error(number.text() + " overflows int");
        }
        yield number.natural();
      }
      case Node.Field _, Node.Chain _, Node.Identifier _, Node.Pipe _, Node.Variable _ ->
          throw error("can't evaluate " + operand);
    };
  }

  private @Nullable Object chain(
      @Nullable Object dot, Node.Chain chain, List<Node.Operand> words, @Nullable Object last) {
    at(chain);
    Object base = argument(dot, Param.ANY, chain.base());
    return fields(dot, base, chain.path(), 0, words, last);
  }

  private @Nullable Object variable(
      @Nullable Object dot,
      Node.Variable variable,
      List<Node.Operand> words,
      @Nullable Object last) {
    at(variable);
    Object value = get(variable.path().getFirst());
    if (variable.path().size() == 1) {
      noFunction(words, last);
      return value;
    }
    return fields(dot, value, variable.path(), 1, words, last);
  }

  private @Nullable Object fields(
      @Nullable Object dot,
      @Nullable Object receiver,
      List<String> path,
      int from,
      List<Node.Operand> words,
      @Nullable Object last) {
    Object value = receiver;
    for (int i = from; i < path.size() - 1; i++) {
      value = field(dot, value, path.get(i), List.of(), Missing.MISSING);
    }
    return field(dot, value, path.getLast(), words, last);
  }

  private @Nullable Object field(
      @Nullable Object dot,
      @Nullable Object receiver,
      String field,
      List<Node.Operand> words,
      @Nullable Object last) {
    if (receiver == null) {
      return null;
    }
    boolean hasArguments = words.size() > 1 || !(last instanceof Missing);
    if (receiver instanceof GoObject object) {
      GoObject.Method method = object.method(field);
      if (method != null) {
        Function function = Function.of(method.params(), method.body());
        return invoke(dot, function, field, node, words, last);
      }
    }
    if (receiver instanceof GoObject.OfStruct struct && struct.fields().containsKey(field)) {
      if (hasArguments) {
        throw error(field + " has arguments but cannot be invoked as function");
      }
      return struct.fields().get(field);
    }
    if (receiver instanceof GoObject.OfMap map) {
      if (hasArguments) {
        throw error(field + " is not a method but has arguments");
      }
      return map.entries().containsKey(field) ? map.entries().get(field) : map.zero();
    }
    throw error("can't evaluate field " + field + " in type " + GoTypes.nameOf(receiver));
  }

  private @Nullable Object function(
      @Nullable Object dot,
      Node.Identifier identifier,
      Node whole,
      List<Node.Operand> words,
      @Nullable Object last) {
    at(identifier);
    Function function = functions.get(identifier.name());
    if (function == null) {
      throw error(GoText.quote(identifier.name(), false) + " is not a defined function");
    }
    return invoke(dot, function, identifier.name(), whole, words, last);
  }

  private @Nullable Object invoke(
      @Nullable Object dot,
      Function function,
      String called,
      @Nullable Node whole,
      List<Node.Operand> words,
      @Nullable Object last) {
    int given = Math.max(0, words.size() - 1);
    int count = last instanceof Missing ? given : given + 1;
    int fixed = function.params().size();
    if (function.rest() != null ? count < fixed : count != fixed) {
      String least = function.rest() == null ? "" : "at least ";
      int got = function.rest() == null ? count : given;
      throw error("wrong number of args for " + called + ": want " + least + fixed + " got " + got);
    }
    if (function.body() instanceof Builtins.ShortCircuit circuit) {
      return shortCircuit(dot, circuit, words, last);
    }
    @Nullable Object[] arguments = new @Nullable Object[count];
    for (int i = 0; i < given; i++) {
      arguments[i] = argument(dot, param(function, i), words.get(i + 1));
    }
    if (!(last instanceof Missing)) {
      arguments[given] = typed(last, param(function, given));
    }
    try {
      if (function.body() instanceof Builtins.CallOfValue) {
        throw new TemplateException(
            "non-function " + words.get(1) + " of type " + GoTypes.nameOf(arguments[0]));
      }
      return function.body().call(arguments);
    } catch (TemplateException e) {
      if (whole != null) {
        at(whole);
      }
      throw error("error calling " + called + ": " + e.getMessage());
    }
  }

  private static Param param(Function function, int index) {
    Param rest = function.rest();
    return index < function.params().size() || rest == null ? function.params().get(index) : rest;
  }

  private @Nullable Object shortCircuit(
      @Nullable Object dot,
      Builtins.ShortCircuit circuit,
      List<Node.Operand> words,
      @Nullable Object last) {
    Object value = null;
    for (int i = 1; i < words.size(); i++) {
      value = argument(dot, Param.ANY, words.get(i));
      if (GoTypes.isTrue(value) == circuit.stopAt()) {
        return value;
      }
    }
    return last instanceof Missing ? value : last;
  }

  private @Nullable Object argument(@Nullable Object dot, Param param, Node.Operand operand) {
    at(operand);
    switch (operand) {
      case Node.Dot _ -> {
        return typed(dot, param);
      }
      case Node.Nil _ -> {
        if (!param.nillable()) {
          throw error("cannot assign nil to " + param.type());
        }
        return null;
      }
      case Node.Field field -> {
        return typed(fields(dot, dot, field.path(), 0, List.of(), Missing.MISSING), param);
      }
      case Node.Variable variable -> {
        return typed(variable(dot, variable, List.of(), Missing.MISSING), param);
      }
      case Node.Pipe pipe -> {
        return typed(pipeline(dot, pipe), param);
      }
      case Node.Identifier identifier -> {
        return typed(function(dot, identifier, identifier, List.of(), Missing.MISSING), param);
      }
      case Node.Chain chain -> {
        return typed(chain(dot, chain, List.of(), Missing.MISSING), param);
      }
      case Node.Constant _, Node.Numeric _ -> {
        return literal(dot, param, operand);
      }
    }
  }

  /** A constant as the type of a parameter. */
  private @Nullable Object literal(@Nullable Object dot, Param param, Node.Operand operand) {
    Object value = operand instanceof Node.Constant constant ? constant.value() : null;
    Node.Numeric number = operand instanceof Node.Numeric n ? n : null;
    Object typed =
        switch (param.kind()) {
          case ANY -> constant(dot, operand);
          case STRING -> value instanceof String ? value : null;
          case BOOL -> value instanceof Boolean ? value : null;
          case INT -> number == null ? null : number.integer();
          case FLOAT -> number == null ? null : number.decimal();
          case OBJECT -> {
            if (number != null
                && number.integer() != null
                && param.type().equals("time.Duration")) {
              yield new GoDuration(number.integer(), false);
            }
            throw error("can't handle " + operand + " for arg of type " + param.type());
          }
        };
    if (typed == null) {
      String expected =
          switch (param.kind()) {
            case INT -> "integer";
            case FLOAT -> "float";
            case ANY, STRING, BOOL, OBJECT -> param.type();
          };
      throw error("expected " + expected + "; found " + operand);
    }
    return typed;
  }

  private @Nullable Object typed(@Nullable Object value, Param param) {
    if (value == null) {
      if (!param.nillable()) {
        throw error("invalid value; expected " + param.type());
      }
      return null;
    }
    String actual = GoTypes.nameOf(value);
    boolean fits =
        param.kind() == Param.Kind.ANY
            || actual.equals(param.type())
            || actual.equals("*" + param.type());
    if (!fits) {
      throw error("wrong type for value; expected " + param.type() + "; got " + actual);
    }
    return value;
  }

  private void push(String variable, @Nullable Object value) {
    names.add(variable);
    values.add(value);
  }

  private void pop(int mark) {
    names.subList(mark, names.size()).clear();
    values.subList(mark, values.size()).clear();
  }

  private void set(String variable, @Nullable Object value) {
    values.set(index(variable), value);
  }

  private @Nullable Object get(String variable) {
    return values.get(index(variable));
  }

  private int index(String variable) {
    for (int i = names.size() - 1; i >= floor; i--) {
      if (names.get(i).equals(variable)) {
        return i;
      }
    }
    throw error("undefined variable: " + variable);
  }

  private void at(Node current) {
    node = current;
  }

  private TemplateException error(String message) {
    Node here = node;
    if (here == null) {
      return new TemplateException("template: " + name + ": " + message);
    }
    String source = tree.source();
    int end = Math.min(here.at(), source.length());
    int lineStart = source.lastIndexOf('\n', end - 1) + 1;
    int line = 1 + (int) source.substring(0, end).chars().filter(c -> c == '\n').count();
    return new TemplateException(
        "template: "
            + tree.parseName()
            + ":"
            + line
            + ":"
            + GoText.length(source, lineStart, end)
            + ": executing "
            + GoText.quote(name, false)
            + " at <"
            + here
            + ">: "
            + message);
  }
}
