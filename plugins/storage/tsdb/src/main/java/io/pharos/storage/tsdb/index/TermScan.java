package io.pharos.storage.tsdb.index;

import java.io.IOException;
import org.apache.lucene.index.FilteredTermsEnum;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.MultiTermQuery;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.util.AttributeSource;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.apache.lucene.util.automaton.ByteRunAutomaton;
import org.jspecify.annotations.Nullable;

/** All documents that have a value of one name which meets the positive form of a condition. */
final class TermScan extends MultiTermQuery {
  private final String name;
  private final String prefix;
  private final Condition condition;

  TermScan(String name, String prefix, Condition condition) {
    super(Fields.PAIR, CONSTANT_SCORE_BLENDED_REWRITE);
    this.name = name;
    this.prefix = prefix;
    this.condition = condition;
  }

  /** Counts the values of a name up to a limit. */
  static long count(IndexReader reader, String name, int limit) throws IOException {
    BytesRef start = Fields.pair(name, "");
    long most = 0;
    for (LeafReaderContext leaf : reader.leaves()) {
      Terms terms = leaf.reader().terms(Fields.PAIR);
      if (terms == null) {
        continue;
      }
      TermsEnum all = terms.iterator();
      long count = 0;
      TermsEnum.SeekStatus found = all.seekCeil(start);
      BytesRef term = found == TermsEnum.SeekStatus.END ? null : all.term();
      while (term != null && count < limit && StringHelper.startsWith(term, start)) {
        count++;
        term = all.next();
      }
      most = Math.max(most, count);
    }
    return most;
  }

  @Override
  protected TermsEnum getTermsEnum(Terms terms, AttributeSource attributes) throws IOException {
    return new Matching(terms.iterator());
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(String field) {
    return condition.toString();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TermScan scan && condition.equals(scan.condition);
  }

  @Override
  public int hashCode() {
    return condition.hashCode();
  }

  private final class Matching extends FilteredTermsEnum {
    private final BytesRef start = Fields.pair(name, prefix);
    private final int skip = Fields.pair(name, "").length;
    private final @Nullable ByteRunAutomaton automaton = condition.automaton();

    Matching(TermsEnum terms) {
      super(terms);
      setInitialSeekTerm(start);
    }

    @Override
    protected AcceptStatus accept(BytesRef term) {
      if (!StringHelper.startsWith(term, start)) {
        return AcceptStatus.END;
      }
      ByteRunAutomaton run = automaton;
      if (run != null) {
        return run.run(term.bytes, term.offset + skip, term.length - skip)
            ? AcceptStatus.YES
            : AcceptStatus.NO;
      }
      String value =
          new BytesRef(term.bytes, term.offset + skip, term.length - skip).utf8ToString();
      return condition.matchesPositive(value) ? AcceptStatus.YES : AcceptStatus.NO;
    }
  }
}
