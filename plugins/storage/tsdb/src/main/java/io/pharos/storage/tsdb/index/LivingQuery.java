package io.pharos.storage.tsdb.index;

import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.ConstantScoreScorer;
import org.apache.lucene.search.ConstantScoreWeight;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryVisitor;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.ScorerSupplier;
import org.apache.lucene.search.TwoPhaseIterator;
import org.apache.lucene.search.Weight;
import org.jspecify.annotations.Nullable;

/** The documents whose numbers meet a test. */
public final class LivingQuery extends Query {
  /** A test of a series' number. */
  public interface Test {
    boolean holds(long ref);
  }

  private final Test test;

  LivingQuery(Test test) {
    this.test = test;
  }

  @Override
  public Weight createWeight(IndexSearcher searcher, ScoreMode scoreMode, float boost) {
    return new ConstantScoreWeight(this, boost) {
      @Override
      public ScorerSupplier scorerSupplier(LeafReaderContext leaf) throws IOException {
        NumericDocValues refs = DocValues.getNumeric(leaf.reader(), Fields.REF);
        TwoPhaseIterator matching =
            new TwoPhaseIterator(DocIdSetIterator.all(leaf.reader().maxDoc())) {
              @Override
              public boolean matches() throws IOException {
                return refs.advanceExact(approximation.docID()) && test.holds(refs.longValue());
              }

              @Override
              public float matchCost() {
                return 10;
              }
            };
        return new DefaultScorerSupplier(new ConstantScoreScorer(score(), scoreMode, matching));
      }

      @Override
      public boolean isCacheable(LeafReaderContext leaf) {
        return false;
      }
    };
  }

  @Override
  public void visit(QueryVisitor visitor) {
    visitor.visitLeaf(this);
  }

  @Override
  public String toString(@Nullable String field) {
    return "series that have left";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
