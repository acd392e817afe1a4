package io.pharos.spi.command;

import io.pharos.spi.Experimental;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.ExtensionPoint;

/** A sub-command of the launcher, such as {@code pharos tsdb list}. Without state. */
@Experimental(since = "0.1")
public interface CommandFactory extends ExtensionPoint {
  /** The word after the program's name: {@code [a-z][a-z0-9-]*}. */
  String name();

  /** One line for the list of commands. */
  String summary();

  /**
   * Runs it.
   *
   * @param arguments those behind the name
   * @return the exit code
   */
  int run(List<String> arguments, Terminal terminal) throws Exception;

  /**
   * What the command may read and write.
   *
   * @param workingFolder where it was called
   */
  record Terminal(InputStream in, PrintStream out, PrintStream err, Path workingFolder) {}
}
