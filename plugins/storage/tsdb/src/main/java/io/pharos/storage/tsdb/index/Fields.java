package io.pharos.storage.tsdb.index;

import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.BytesRefBuilder;

/** The fields of a document, which stands for a series. */
final class Fields {
  /** Terms {@code name\0value}, one for each label. */
  static final String PAIR = "l";

  /** Terms that are the names of the labels. */
  static final String PRESENT = "n";

  /** A number by which the owner knows the series. */
  static final String REF = "r";

  /** The lower half of the identity of a series that the owner knows by a number. */
  static final String IDENTITY = "h";

  /** Between name and value; no byte of a label name in practice, and lengths are checked apart. */
  static final byte BETWEEN = 0;

  private Fields() {}

  /** The term of a label. */
  static BytesRef pair(String name, String value) {
    BytesRefBuilder term = new BytesRefBuilder();
    term.append(new BytesRef(name));
    term.append(BETWEEN);
    term.append(new BytesRef(value));
    return term.toBytesRef();
  }
}
