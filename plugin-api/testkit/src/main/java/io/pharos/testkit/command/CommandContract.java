package io.pharos.testkit.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.pharos.spi.command.CommandFactory;
import io.pharos.spi.error.ConfigException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every sub-command must do. A command's test extends this and says with which arguments it
 * succeeds.
 */
public abstract class CommandContract {
  @TempDir protected Path folder;

  /** The command under test. */
  protected abstract CommandFactory factory();

  /** Arguments with which it succeeds and prints something. */
  protected abstract List<String> arguments() throws Exception;

  /** What it reads. */
  protected String input() {
    return "";
  }

  @Test
  void itsWordIsLegalAndItsSummaryOneLine() {
    assertThat(factory().name()).matches("[a-z][a-z0-9-]*");
    assertThat(factory().summary()).isNotBlank().hasLineCount(1).hasSizeLessThanOrEqualTo(100);
  }

  @Test
  void succeedsAndSaysSomething() throws Exception {
    FakeTerminal terminal = new FakeTerminal(folder, input());
    assertThat(factory().run(arguments(), terminal.terminal())).as(terminal.err()).isZero();
    assertThat(terminal.out()).isNotBlank().endsWith("\n");
    assertThat(terminal.err()).isEmpty();
  }

  @Test
  void doesTheSameAgain() throws Exception {
    FakeTerminal first = new FakeTerminal(folder, input());
    FakeTerminal second = new FakeTerminal(folder, input());
    CommandFactory factory = factory();
    int code = factory.run(arguments(), first.terminal());
    assertThat(factory.run(arguments(), second.terminal())).isEqualTo(code);
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    FakeTerminal terminal = new FakeTerminal(folder, input());
    List<String> nonsense = List.of("--no-such-flag-anywhere");
    try {
      assertThat(factory().run(nonsense, terminal.terminal())).isNotZero();
      assertThat(terminal.err()).contains("no-such-flag-anywhere");
    } catch (ConfigException e) {
      assertThat(e.getMessage()).contains("no-such-flag-anywhere");
    }
  }

  @Test
  void leavesTheTerminalOpen() throws Exception {
    FakeTerminal terminal = new FakeTerminal(folder, input());
    factory().run(arguments(), terminal.terminal());
    terminal.terminal().out().print("later");
    assertThat(terminal.out()).endsWith("later");
  }
}
