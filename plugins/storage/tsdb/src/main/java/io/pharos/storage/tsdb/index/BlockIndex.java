package io.pharos.storage.tsdb.index;

import io.pharos.spi.error.StorageException;
import io.pharos.storage.tsdb.file.Failures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.index.IndexNotFoundException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.store.MMapDirectory;

/**
 * The index of a block, in which a series' number is its place. Immutable and thread-safe until
 * closed.
 */
public final class BlockIndex implements AutoCloseable {
  private final MMapDirectory directory;
  private final DirectoryReader reader;
  private final TermIndex index;

  private BlockIndex(MMapDirectory directory, DirectoryReader reader) {
    this.directory = directory;
    this.reader = reader;
    index = new TermIndex(reader, false);
  }

  /** Opens and checks an index of so many series. */
  public static BlockIndex open(Path folder, int series) {
    try {
      MMapDirectory directory = new MMapDirectory(folder);
      try {
        DirectoryReader reader = DirectoryReader.open(directory);
        try {
          check(folder, reader, series);
          return new BlockIndex(directory, reader);
        } catch (IOException | RuntimeException e) {
          reader.close();
          throw e;
        }
      } catch (IOException | RuntimeException e) {
        directory.close();
        throw e;
      }
    } catch (CorruptIndexException
        | IndexFormatTooNewException
        | IndexFormatTooOldException
        | IndexNotFoundException
        | java.io.EOFException
        | java.nio.file.NoSuchFileException e) {
      throw new StorageException(
          StorageException.Code.CORRUPT,
          "the label index is damaged [folder=" + folder + "]: " + e.getMessage(),
          e);
    } catch (IOException e) {
      throw Failures.of("cannot open the label index [folder=" + folder + "]", e);
    }
  }

  private static void check(Path folder, DirectoryReader reader, int series) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      if (leaf.reader() instanceof org.apache.lucene.index.CodecReader codec) {
        codec.checkIntegrity();
      }
    }
    if (reader.numDocs() != series || reader.leaves().size() > 1) {
      throw new StorageException(
          StorageException.Code.CORRUPT,
          "the label index is another block's [folder="
              + folder
              + ", expected="
              + series
              + ", actual="
              + reader.numDocs()
              + "]");
    }
  }

  /**
   * Finds series; {@code deferred} receives the conditions that are still to be checked on each.
   */
  public void search(LabelQuery query, List<Condition> deferred, TermIndex.Sink sink) {
    try {
      index.search(query, deferred, sink);
    } catch (IOException e) {
      throw IndexBuilder.failed(e);
    }
  }

  public void names(Consumer<String> sink) {
    try {
      index.names(
          name -> {
            sink.accept(name.utf8ToString());
            return true;
          });
    } catch (IOException e) {
      throw IndexBuilder.failed(e);
    }
  }

  public void values(String name, Consumer<String> sink) {
    try {
      index.values(
          name,
          value -> {
            sink.accept(value.utf8ToString());
            return true;
          });
    } catch (IOException e) {
      throw IndexBuilder.failed(e);
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
      directory.close();
    } catch (IOException e) {
      throw Failures.of("cannot close a label index", e);
    }
  }
}
