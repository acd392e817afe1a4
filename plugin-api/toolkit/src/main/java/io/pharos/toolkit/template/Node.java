package io.pharos.toolkit.template;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A part of a template's tree; {@code toString} prints it as Go does in messages. Immutable. */
sealed interface Node {
  /** Where it stands, in characters of the text. */
  int at();

  /** What can stand in a command. */
  sealed interface Operand extends Node {}

  /** Plain text. */
  record Text(int at, String text) implements Node {}

  /** A pipeline whose value is printed. */
  record Action(int at, Pipe pipe) implements Node {
    @Override
    public String toString() {
      return "{{" + pipe + "}}";
    }
  }

  /** {@code if}, {@code with} or {@code range}. */
  record Branch(Kind kind, int at, Pipe pipe, List<Node> body, @Nullable List<Node> otherwise)
      implements Node {
    enum Kind {
      IF,
      WITH,
      RANGE
    }
  }

  /** {@code break} or {@code continue}. */
  record Jump(int at, boolean leave) implements Node {}

  /** A call of another template. */
  record Call(int at, String name, @Nullable Pipe pipe) implements Node {
    @Override
    public String toString() {
      return "{{template " + GoText.quote(name, false) + (pipe == null ? "" : " " + pipe) + "}}";
    }
  }

  /** {@code end}, between parsing and tree. */
  record End(int at) implements Node {
    @Override
    public String toString() {
      return "{{end}}";
    }
  }

  /** {@code else}, between parsing and tree. */
  record Else(int at) implements Node {
    @Override
    public String toString() {
      return "{{else}}";
    }
  }

  /** Commands, each getting the value of the one before, and variables that keep the result. */
  record Pipe(int at, List<String> variables, boolean assign, List<Command> commands)
      implements Operand {
    @Override
    public String toString() {
      String declared =
          variables.isEmpty() ? "" : String.join(", ", variables) + (assign ? " = " : " := ");
      return declared + commands.stream().map(Command::toString).collect(Collectors.joining(" | "));
    }
  }

  /** Words: a function, field or value, and arguments. */
  record Command(int at, List<Operand> words) implements Node {
    @Override
    public String toString() {
      return words.stream()
          .map(word -> word instanceof Pipe ? "(" + word + ")" : word.toString())
          .collect(Collectors.joining(" "));
    }
  }

  /** The name of a function. */
  record Identifier(int at, String name) implements Operand {
    @Override
    public String toString() {
      return name;
    }
  }

  /** {@code $name} and fields of it. */
  record Variable(int at, List<String> path) implements Operand {
    @Override
    public String toString() {
      return String.join(".", path);
    }
  }

  /** {@code .a.b}: fields of the dot. */
  record Field(int at, List<String> path) implements Operand {
    @Override
    public String toString() {
      return "." + String.join(".", path);
    }
  }

  /** Fields of another operand. */
  record Chain(int at, Operand base, List<String> path) implements Operand {
    @Override
    public String toString() {
      String text = base instanceof Pipe ? "(" + base + ")" : base.toString();
      return text + "." + String.join(".", path);
    }
  }

  /** The dot. */
  record Dot(int at) implements Operand {
    @Override
    public String toString() {
      return ".";
    }
  }

  /** {@code nil}. */
  record Nil(int at) implements Operand {
    @Override
    public String toString() {
      return "nil";
    }
  }

  /** A constant that is no number, with its text. */
  record Constant(int at, String text, Object value) implements Operand {
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A number, with all that it can stand for.
   *
   * @param natural what it is where anything may stand: int, float64 or complex128; null for one
   *     that fits none
   */
  record Numeric(
      int at,
      String text,
      @Nullable Object natural,
      @Nullable Long integer,
      @Nullable Double decimal)
      implements Operand {
    @Override
    public String toString() {
      return text;
    }
  }
}
