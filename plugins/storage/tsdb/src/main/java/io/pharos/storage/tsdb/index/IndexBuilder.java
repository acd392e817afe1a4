package io.pharos.storage.tsdb.index;

import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.file.Failures;
import io.pharos.toolkit.hash.Hash128;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LogByteSizeMergePolicy;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.store.MMapDirectory;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/**
 * Writes an index: adds a document for each series. Lucene keeps the order of documents, for one
 * thread adds them and only neighbours are merged. Confined to one thread at a time.
 */
public final class IndexBuilder implements AutoCloseable {
  private static final byte END = (byte) 0xFF;

  private final MMapDirectory directory;
  private final IndexWriter writer;
  private final Document document = new Document();
  private final List<BytesRef> spare = new ArrayList<>();
  private final long[] hash = new long[2];

  public IndexBuilder(Path folder, double ramMegabytes) {
    MMapDirectory opened = null;
    try {
      opened = new MMapDirectory(folder);
      directory = opened;
      IndexWriterConfig config = new IndexWriterConfig();
      config.setRAMBufferSizeMB(ramMegabytes);
      config.setMergeScheduler(new SerialMergeScheduler());
      config.setMergePolicy(new LogByteSizeMergePolicy());
      config.setUseCompoundFile(true);
      config.setCommitOnClose(false);
      writer = new IndexWriter(directory, config);
    } catch (IOException e) {
      if (opened != null) {
        closeAfter(opened, e);
      }
      throw Failures.of("cannot open the label index [folder=" + folder + "]", e);
    }
  }

  private static void closeAfter(MMapDirectory directory, IOException failure) {
    try {
      directory.close();
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Adds a series by the form of the tool kit's label hasher.
   *
   * @param ref the number by which it is found, below 0 for its place
   */
  public void add(byte[] form, int length, long ref) throws IOException {
    document.clear();
    int from = 0;
    int label = 0;
    while (from < length) {
      int nameEnd = end(form, from);
      int valueEnd = end(form, nameEnd + 1);
      int nameLength = nameEnd - from;
      BytesRef name = spare(2 * label, nameLength);
      System.arraycopy(form, from, name.bytes, 0, nameLength);
      name.length = nameLength;
      BytesRef pair = spare(2 * label + 1, valueEnd - from);
      System.arraycopy(form, from, pair.bytes, 0, valueEnd - from);
      pair.bytes[nameLength] = Fields.BETWEEN;
      pair.length = valueEnd - from;
      document.add(new StringField(Fields.PRESENT, name, Store.NO));
      document.add(new StringField(Fields.PAIR, pair, Store.NO));
      from = valueEnd + 1;
      label++;
    }
    if (ref >= 0) {
      document.add(new NumericDocValuesField(Fields.REF, ref));
      Hash128.of(form, 0, length, hash);
      document.add(new NumericDocValuesField(Fields.IDENTITY, hash[Hash128.LOW]));
    }
    writer.addDocument(document);
  }

  /** Reads what was added so far; the caller closes the reader. */
  DirectoryReader reader(@Nullable DirectoryReader before) throws IOException {
    if (before == null) {
      return DirectoryReader.open(writer);
    }
    DirectoryReader changed = DirectoryReader.openIfChanged(before, writer);
    return changed == null ? before : changed;
  }

  IndexWriter writer() {
    return writer;
  }

  /** Writes everything as one segment and makes it survive a power cut. */
  public void finish() {
    try {
      writer.forceMerge(1);
      writer.commit();
    } catch (IOException e) {
      throw Failures.of("cannot write the label index", e);
    }
  }

  /** Makes what was added survive the end of the process and a power cut. */
  void commit() throws IOException {
    writer.commit();
  }

  /** Closes it; what was not finished is dropped. */
  @Override
  public void close() {
    try {
      writer.rollback();
      directory.close();
    } catch (IOException e) {
      throw Failures.of("cannot close the label index", e);
    }
  }

  private BytesRef spare(int index, int length) {
    while (spare.size() <= index) {
      spare.add(new BytesRef(64));
    }
    BytesRef ref = spare.get(index);
    if (ref.bytes.length < length) {
      ref.bytes = new byte[length + 16];
    }
    ref.offset = 0;
    return ref;
  }

  private static int end(byte[] form, int from) {
    int at = from;
    while (form[at] != END) {
      at++;
    }
    return at;
  }

  /** The error of a failed read. */
  public static StorageException failed(IOException cause) {
    return Failures.of("cannot read the label index", cause);
  }
}
