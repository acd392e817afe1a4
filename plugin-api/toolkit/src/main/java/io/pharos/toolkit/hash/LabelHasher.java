package io.pharos.toolkit.hash;

import io.pharos.model.label.Labels;
import java.util.Arrays;

/**
 * Hashes label sets. The hashed form is, for each label in order, the UTF-8 bytes of its name and
 * of its value with a byte 0xFF behind each; that byte is no part of any UTF-8 text, so different
 * label sets have different forms. A lone surrogate is hashed as a question mark. Keeps one buffer
 * and allocates nothing else once that is large enough. Confined to one thread.
 */
public final class LabelHasher {
  private static final byte END = (byte) 0xFF;

  /** The longest UTF-8 form of one char. */
  private static final int MAX_BYTES_PER_CHAR = 3;

  private byte[] form = new byte[512];
  private int length;

  /**
   * Hashes labels.
   *
   * @param into receives the two halves as {@link Hash128} has them
   */
  public void hash(Labels labels, long[] into) {
    length = 0;
    for (int i = 0; i < labels.size(); i++) {
      add(labels.name(i));
      add(labels.value(i));
    }
    Hash128.of(form, 0, length, into);
  }

  /**
   * The form of the labels hashed last, in its first {@link #length} bytes; valid until the next
   * hash.
   */
  public byte[] form() {
    return form;
  }

  /** How long the form of the labels hashed last is. */
  public int length() {
    return length;
  }

  private void add(String text) {
    int chars = text.length();
    int most =
        Math.addExact(length, Math.addExact(Math.multiplyExact(chars, MAX_BYTES_PER_CHAR), 1));
    if (most > form.length) {
      form = Arrays.copyOf(form, Math.max(most, form.length + (form.length >> 1)));
    }
    byte[] form = this.form;
    int at = length;
    int i = 0;
    while (i < chars) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        break;
      }
      form[at++] = (byte) c;
      i++;
    }
    length = at;
    if (i < chars) {
      addEncoded(text, i);
    }
    this.form[length++] = END;
  }

  /** The rest of a text that is not plain ASCII. */
  private void addEncoded(String text, int from) {
    int at = length;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x80) {
        form[at++] = (byte) c;
      } else if (c < 0x800) {
        form[at++] = (byte) (0xC0 | (c >> 6));
        form[at++] = (byte) (0x80 | (c & 0x3F));
      } else if (!Character.isSurrogate(c)) {
        form[at++] = (byte) (0xE0 | (c >> 12));
        form[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        form[at++] = (byte) (0x80 | (c & 0x3F));
      } else if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        int point = Character.toCodePoint(c, text.charAt(++i));
        form[at++] = (byte) (0xF0 | (point >> 18));
        form[at++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        form[at++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        form[at++] = (byte) (0x80 | (point & 0x3F));
      } else {
        form[at++] = '?';
      }
    }
    length = at;
  }
}
