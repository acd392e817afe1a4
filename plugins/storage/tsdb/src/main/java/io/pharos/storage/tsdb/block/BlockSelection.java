package io.pharos.storage.tsdb.block;

import io.pharos.model.label.Labels;
import io.pharos.storage.tsdb.chunk.Source;
import io.pharos.storage.tsdb.index.Condition;
import io.pharos.storage.tsdb.index.LabelQuery;
import io.pharos.storage.tsdb.query.Selection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Series of a block that were found. Immutable once made; thread-safe. */
final class BlockSelection implements Selection {
  private final Block block;
  private final Map<String, Integer> nameSymbols = new ConcurrentHashMap<>();
  private int[] series = new int[64];
  private int size;

  private BlockSelection(Block block) {
    this.block = block;
  }

  static BlockSelection of(Block block, LabelQuery query, long mint, long maxt) {
    BlockSelection selection = new BlockSelection(block);
    List<Condition> deferred = new ArrayList<>();
    block.index().search(query, deferred, selection::add);
    selection.keep(deferred, mint, maxt);
    return selection;
  }

  private void add(long found) {
    if (size == series.length) {
      series = Arrays.copyOf(series, 2 * size);
    }
    series[size++] = (int) found;
  }

  /** Keeps what meets the conditions and has a chunk in the range. */
  private void keep(List<Condition> deferred, long mint, long maxt) {
    boolean isInside = mint <= block.mint() && maxt >= block.end() - 1;
    if (isInside && deferred.isEmpty()) {
      return;
    }
    List<Map<Integer, Boolean>> known = new ArrayList<>();
    deferred.forEach(condition -> known.add(new HashMap<>()));
    Map<Integer, String> names = new HashMap<>();
    Source source = new Source();
    int kept = 0;
    for (int i = 0; i < size; i++) {
      block.entry(series[i], source);
      source.position(source.position() + 16);
      if (meets(source, deferred, known, names) && (isInside || hasChunk(source, mint, maxt))) {
        series[kept++] = series[i];
      }
    }
    size = kept;
  }

  private boolean meets(
      Source source,
      List<Condition> conditions,
      List<Map<Integer, Boolean>> known,
      Map<Integer, String> names) {
    int labels = source.count();
    boolean meets = true;
    int found = 0;
    for (int i = 0; i < labels; i++) {
      int name = (int) source.varint();
      int value = (int) source.varint();
      for (int c = 0; meets && c < conditions.size(); c++) {
        Condition condition = conditions.get(c);
        if (condition.name().equals(names.computeIfAbsent(name, block::symbol))) {
          found |= 1 << c;
          meets = known.get(c).computeIfAbsent(value, v -> condition.matches(block.symbol(v)));
        }
      }
    }
    for (int c = 0; meets && c < conditions.size(); c++) {
      if ((found & (1 << c)) == 0) {
        meets = conditions.get(c).matchesEmpty();
      }
    }
    return meets;
  }

  private static boolean hasChunk(Source source, long mint, long maxt) {
    int chunks = source.count();
    long time = 0;
    for (int i = 0; i < chunks; i++) {
      time += source.zigzag();
      if (time > maxt) {
        return false;
      }
      if (time + source.varint() >= mint) {
        return true;
      }
      source.varint();
      source.varint();
      source.zigzag();
      source.varint();
    }
    return false;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public long hashLow(int index) {
    return block.hashLow(series[index]);
  }

  @Override
  public long hashHigh(int index) {
    return block.hashHigh(series[index]);
  }

  @Override
  public Labels labels(int index) {
    return block.labels(series[index]);
  }

  @Override
  public PartCursor open(
      int index, @Nullable PartCursor reuse, long mint, long maxt, boolean newestOnly) {
    BlockCursor cursor = reuse instanceof BlockCursor old ? old : new BlockCursor();
    cursor.open(block, series[index], mint, maxt, newestOnly);
    return cursor;
  }

  @Override
  public void values(String name, Consumer<String> sink) {
    BitSet seen = new BitSet();
    int[] codes = new int[1];
    String[] names = {name};
    for (int i = 0; i < size; i++) {
      codes(i, names, codes);
      if (codes[0] != 0 && !seen.get(codes[0])) {
        seen.set(codes[0]);
        sink.accept(block.symbol(codes[0]));
      }
    }
  }

  @Override
  public void names(Consumer<String> sink) {
    BitSet seen = new BitSet();
    Source source = new Source();
    for (int i = 0; i < size; i++) {
      block.entry(series[i], source);
      source.position(source.position() + 16);
      int labels = source.count();
      for (int l = 0; l < labels; l++) {
        int name = (int) source.varint();
        source.varint();
        if (!seen.get(name)) {
          seen.set(name);
          sink.accept(block.symbol(name));
        }
      }
    }
  }

  @Override
  public void codes(int index, String[] names, int[] codes) {
    Source source = new Source();
    block.entry(series[index], source);
    source.position(source.position() + 16);
    Arrays.fill(codes, 0);
    int labels = source.count();
    for (int l = 0; l < labels; l++) {
      int name = (int) source.varint();
      int value = (int) source.varint();
      for (int i = 0; i < names.length; i++) {
        if (isName(names[i], name)) {
          codes[i] = value;
        }
      }
    }
  }

  /** Whether a symbol is a name; each text is compared once for each name that is asked for. */
  private boolean isName(String name, int symbol) {
    Integer known = nameSymbols.get(name);
    if (known != null) {
      return known == symbol;
    }
    if (!block.symbol(symbol).equals(name)) {
      return false;
    }
    nameSymbols.put(name, symbol);
    return true;
  }

  @Override
  public Object dictionary(int index) {
    return block;
  }
}
