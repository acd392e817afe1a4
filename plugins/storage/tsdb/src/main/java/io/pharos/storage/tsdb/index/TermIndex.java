package io.pharos.storage.tsdb.index;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/** Reads one state of an index. Thread-safe. */
public final class TermIndex {
  private final DirectoryReader reader;
  private final IndexSearcher searcher;
  private final boolean hasRefs;

  /**
   * @param hasRefs whether documents have numbers of their owner's; else their own number counts
   */
  public TermIndex(DirectoryReader reader, boolean hasRefs) {
    this.reader = reader;
    this.hasRefs = hasRefs;
    searcher = new IndexSearcher(reader);
    searcher.setQueryCache(null);
  }

  DirectoryReader reader() {
    return reader;
  }

  public int documents() {
    return reader.numDocs();
  }

  /** Takes what a search finds. */
  public interface Sink {
    void series(long ref);
  }

  /**
   * Finds series; {@code deferred} receives the conditions that are still to be checked on each.
   */
  public void search(LabelQuery query, List<Condition> deferred, Sink sink) throws IOException {
    Query plan = searcher.rewrite(query.plan(reader, deferred));
    Weight weight = searcher.createWeight(plan, ScoreMode.COMPLETE_NO_SCORES, 1f);
    for (LeafReaderContext leaf : reader.leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      NumericDocValues refs = hasRefs ? DocValues.getNumeric(leaf.reader(), Fields.REF) : null;
      Bits live = leaf.reader().getLiveDocs();
      DocIdSetIterator documents = scorer.iterator();
      for (int doc = documents.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = documents.nextDoc()) {
        if (live != null && !live.get(doc)) {
          continue;
        }
        if (refs == null) {
          sink.series(leaf.docBase + (long) doc);
        } else if (refs.advanceExact(doc)) {
          sink.series(refs.longValue());
        }
      }
    }
  }

  /** Shows the names of labels; those of deleted series may be among them. */
  public void names(Predicate<BytesRef> sink) throws IOException {
    terms(Fields.PRESENT, new BytesRef(), sink);
  }

  /** Shows the values of a label in order, until the sink has enough. */
  public void values(String name, Predicate<BytesRef> sink) throws IOException {
    BytesRef start = Fields.pair(name, "");
    terms(
        Fields.PAIR,
        start,
        term ->
            sink.test(
                new BytesRef(term.bytes, term.offset + start.length, term.length - start.length)));
  }

  private void terms(String field, BytesRef start, Predicate<BytesRef> sink) throws IOException {
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(field);
      if (terms == null) {
        continue;
      }
      TermsEnum all = terms.iterator();
      BytesRef term = all.seekCeil(start) == TermsEnum.SeekStatus.END ? null : all.term();
      while (term != null && StringHelper.startsWith(term, start) && sink.test(term)) {
        term = all.next();
      }
    }
  }

  /** Takes labels with the number of their series. */
  public interface PairSink {
    void pair(String name, String value, int valueBytes, int series);
  }

  /** Shows all labels in order. */
  public void pairs(PairSink sink) throws IOException {
    Terms terms = MultiTerms.getTerms(reader, Fields.PAIR);
    if (terms == null) {
      return;
    }
    TermsEnum all = terms.iterator();
    for (BytesRef term = all.next(); term != null; term = all.next()) {
      int between = term.offset;
      while (term.bytes[between] != Fields.BETWEEN) {
        between++;
      }
      int valueBytes = term.offset + term.length - between - 1;
      sink.pair(
          new BytesRef(term.bytes, term.offset, between - term.offset).utf8ToString(),
          new BytesRef(term.bytes, between + 1, valueBytes).utf8ToString(),
          valueBytes,
          all.docFreq());
    }
  }

  /** How many series have a label. */
  public int series(String name, @Nullable String value) throws IOException {
    return reader.docFreq(
        value == null
            ? new org.apache.lucene.index.Term(Fields.PRESENT, new BytesRef(name))
            : new org.apache.lucene.index.Term(Fields.PAIR, Fields.pair(name, value)));
  }

  IndexReader indexReader() {
    return reader;
  }
}
