package io.pharos.spi.storage;

import io.pharos.model.label.Labels;
import io.pharos.model.sample.Exemplar;
import io.pharos.model.sample.Histogram;
import io.pharos.model.sample.Metadata;
import io.pharos.spi.Experimental;

/**
 * One write transaction: all of it becomes visible and durable by {@link #commit}, none of it
 * without. Confined to one thread. Arrays belong to the caller and are not kept. Samples of one
 * series come in any order; each is judged against what is stored and what this transaction holds.
 */
@Experimental(since = "0.1")
public interface Appender extends AutoCloseable {
  /** The answer of {@link #ref} when a limit forbids another series. */
  long REFUSED = -1;

  /**
   * The reference of the series with these labels, which is made if it is new. Above 0, or {@link
   * #REFUSED}. Valid for the storage's {@link Storage#epoch} until an append answers {@link
   * AppendOutcome#UNKNOWN_REF}.
   */
  long ref(Labels labels);

  /**
   * Many series at one time: sample i of {@code count} is {@code values[i]} of series {@code
   * refs[i]}.
   *
   * @param outcomes receives an {@link AppendOutcome} for each
   * @return how many were not OK
   */
  int appendAt(long timestamp, long[] refs, double[] values, int count, byte[] outcomes);

  /**
   * One series at many times.
   *
   * @param outcomes receives an {@link AppendOutcome} for each
   * @return how many were not OK
   */
  int appendSeries(long ref, long[] timestamps, double[] values, int count, byte[] outcomes);

  /**
   * Makes everything durable as far as the storage's setting promises, and then visible.
   *
   * @throws io.pharos.spi.error.StorageException if it could not; nothing was acknowledged then
   */
  void commit();

  /** Forgets what was not committed. */
  @Override
  void close();

  /** A native histogram sample; answers an {@link AppendOutcome}. */
  default byte appendHistogram(long ref, long timestamp, Histogram histogram) {
    return AppendOutcome.UNSUPPORTED;
  }

  /**
   * The start timestamp of the samples that follow for this series in this transaction, 0 for none;
   * storages without them ignore it.
   */
  default void startTimestamp(long ref, long startTimestamp) {}

  /**
   * An exemplar of a series; one that is out of order or a repetition is OUT_OF_ORDER or DUPLICATE.
   */
  default byte appendExemplar(long ref, Exemplar exemplar) {
    return AppendOutcome.UNSUPPORTED;
  }

  /**
   * What is known of the family that the series belongs to; storages without metadata ignore it.
   */
  default void metadata(long ref, Metadata metadata) {}
}
