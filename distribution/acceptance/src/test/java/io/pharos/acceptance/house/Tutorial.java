package io.pharos.acceptance.house;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The code of {@code docs/plugins/tutorial.md}, block by block. Immutable. */
public final class Tutorial {
  private static final Pattern BLOCK =
      Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  private final List<Block> blocks;

  private Tutorial(List<Block> blocks) {
    this.blocks = blocks;
  }

  private record Block(String language, String text) {}

  /** The page of this checkout. */
  public static Tutorial read() {
    try {
      String page = Files.readString(House.root().resolve("docs/plugins/tutorial.md"));
      List<Block> blocks = new ArrayList<>();
      Matcher found = BLOCK.matcher(page);
      while (found.find()) {
        blocks.add(new Block(found.group(1), found.group(2)));
      }
      return new Tutorial(blocks);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The first block of a language that contains a text. */
  public String block(String language, String part) {
    return blocks.stream()
        .filter(block -> block.language().equals(language) && block.text().contains(part))
        .map(Block::text)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no block of " + language + " with " + part));
  }
}
