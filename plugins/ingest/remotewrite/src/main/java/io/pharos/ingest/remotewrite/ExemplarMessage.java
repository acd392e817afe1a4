package io.pharos.ingest.remotewrite;

import io.pharos.toolkit.wire.ProtoReader;
import io.pharos.toolkit.wire.WireException;
import java.util.Arrays;

/**
 * An exemplar whose labels are references to a table of symbols.
 *
 * @param refs of names and values in turn
 */
@SuppressWarnings("ArrayRecordComponent") // read once, by its owner
record ExemplarMessage(int[] refs, double value, long timestamp) {
  /** Reads the fields of one. */
  static ExemplarMessage read(ProtoReader in) throws WireException {
    int[] refs = new int[4];
    int count = 0;
    double value = 0;
    long timestamp = 0;
    for (int field = in.field("Exemplar"); field != 0; field = in.field("Exemplar")) {
      switch (field) {
        case 1 -> {
          boolean isPacked = in.type() == ProtoReader.LENGTH;
          int end = isPacked ? in.length() + in.position() : 0;
          do {
            if (isPacked && in.position() >= end) {
              break;
            }
            if (count == refs.length) {
              refs = Arrays.copyOf(refs, 2 * count);
            }
            long ref = in.varint();
            refs[count++] = ref < 0 || ref > Integer.MAX_VALUE ? -1 : (int) ref;
          } while (isPacked);
        }
        case 2 -> {
          in.expect(ProtoReader.FIXED64, "Value");
          value = in.fixedDouble();
        }
        case 3 -> {
          in.expect(ProtoReader.VARINT, "Timestamp");
          timestamp = in.varint();
        }
        default -> in.skipField();
      }
    }
    return new ExemplarMessage(Arrays.copyOf(refs, count), value, timestamp);
  }
}
