package io.pharos.storage.tsdb.index;

import io.pharos.model.label.LabelMatcher;
import io.pharos.toolkit.match.LabelFilter;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/**
 * The conditions of one selection, and the plan to find what meets them: conditions that the index
 * answers by few terms come first; an expression that would have to be tried on more terms than
 * there are candidates is left to the candidates' own values. Immutable.
 */
public final class LabelQuery {
  private final List<Condition> conditions;

  private LabelQuery(List<Condition> conditions) {
    this.conditions = conditions;
  }

  public static LabelQuery of(List<LabelMatcher> matchers) {
    return new LabelQuery(LabelFilter.of(matchers).stream().map(Condition::of).toList());
  }

  public List<Condition> conditions() {
    return conditions;
  }

  /**
   * The query for one index.
   *
   * @param deferred receives the conditions that the candidates' own values must decide
   */
  Query plan(IndexReader reader, List<Condition> deferred) throws IOException {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    boolean isPositive = false;
    long candidates = reader.maxDoc();
    List<Condition> scans = new ArrayList<>();
    for (Condition condition : conditions) {
      if (condition.isEverything()) {
        continue;
      }
      Set<String> values = condition.values();
      if (values == null) {
        scans.add(condition);
        continue;
      }
      isPositive |= addByValues(all, condition, values);
      if (!condition.isNegative() && !values.contains("")) {
        candidates = Math.min(candidates, documents(reader, condition.name(), values));
      }
    }
    scans.sort(Comparator.comparingInt((Condition c) -> -c.prefix().length()));
    for (Condition scan : scans) {
      long terms = scan.prefix().isEmpty() ? terms(reader, scan.name()) : 0;
      if (terms > 64 && terms > candidates / 4) {
        deferred.add(scan);
        if (!scan.matchesEmpty()) {
          all.add(present(scan.name()), Occur.FILTER);
          isPositive = true;
        }
      } else {
        isPositive |= addByScan(all, scan);
      }
    }
    if (!isPositive) {
      all.add(MatchAllDocsQuery.INSTANCE, Occur.FILTER);
    }
    return new ConstantScoreQuery(all.build());
  }

  /** Answers whether a clause was added that finds something. */
  private static boolean addByValues(
      BooleanQuery.Builder all, Condition condition, Set<String> values) {
    String name = condition.name();
    List<BytesRef> terms = new ArrayList<>();
    for (String value : values) {
      if (!value.isEmpty()) {
        terms.add(Fields.pair(name, value));
      }
    }
    boolean hasEmpty = values.contains("");
    if (condition.isNegative()) {
      if (!terms.isEmpty()) {
        all.add(anyOf(terms), Occur.MUST_NOT);
      }
      if (hasEmpty) {
        all.add(present(name), Occur.FILTER);
      }
      return hasEmpty;
    }
    if (!hasEmpty) {
      all.add(anyOf(terms), Occur.FILTER);
      return true;
    }
    if (terms.isEmpty()) {
      all.add(present(name), Occur.MUST_NOT);
      return false;
    }
    all.add(orMissing(anyOf(terms), name), Occur.FILTER);
    return true;
  }

  private static boolean addByScan(BooleanQuery.Builder all, Condition condition) {
    String name = condition.name();
    Query terms = condition.scan();
    boolean emptyIsInside = condition.matchesEmpty() != condition.isNegative();
    if (condition.isNegative()) {
      all.add(terms, Occur.MUST_NOT);
      if (emptyIsInside) {
        all.add(present(name), Occur.FILTER);
      }
      return emptyIsInside;
    }
    all.add(emptyIsInside ? orMissing(terms, name) : terms, Occur.FILTER);
    return true;
  }

  private static Query orMissing(Query query, String name) {
    Query missing =
        new BooleanQuery.Builder()
            .add(MatchAllDocsQuery.INSTANCE, Occur.FILTER)
            .add(present(name), Occur.MUST_NOT)
            .build();
    return new BooleanQuery.Builder()
        .add(query, Occur.SHOULD)
        .add(missing, Occur.SHOULD)
        .setMinimumNumberShouldMatch(1)
        .build();
  }

  private static Query anyOf(List<BytesRef> terms) {
    return terms.size() == 1
        ? new TermQuery(new Term(Fields.PAIR, terms.get(0)))
        : new TermInSetQuery(Fields.PAIR, terms);
  }

  static Query present(String name) {
    return new TermQuery(new Term(Fields.PRESENT, new BytesRef(name)));
  }

  private static long documents(IndexReader reader, String name, Set<String> values)
      throws IOException {
    if (values.size() > 16) {
      return reader.maxDoc();
    }
    long documents = 0;
    for (String value : values) {
      documents += reader.docFreq(new Term(Fields.PAIR, Fields.pair(name, value)));
    }
    return documents;
  }

  /** About how many values a name has, at most as many as there are series with it. */
  private static long terms(IndexReader reader, String name) throws IOException {
    return reader.docFreq(new Term(Fields.PRESENT, new BytesRef(name))) == 0
        ? 0
        : TermScan.count(reader, name, 4096);
  }
}
