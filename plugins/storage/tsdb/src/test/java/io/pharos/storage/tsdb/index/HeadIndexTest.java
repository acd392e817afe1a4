package io.pharos.storage.tsdb.index;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.error.StorageException;
import io.pharos.toolkit.hash.Hash128;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is saved of the head's index, and what becomes of it when it does not fit or is damaged. */
final class HeadIndexTest {
  @TempDir Path folder;

  private final Map<Long, String> series = new TreeMap<>();

  @Test
  void findsWhatWasSaved() throws IOException {
    try (HeadIndex index = open()) {
      add(index, 1, "a");
      add(index, 2, "b");
    }
    try (HeadIndex again = open()) {
      assertThat(adopt(again)).containsExactly(1L, 2L);
      assertThat(find(again, "a")).containsExactly(1L);
      assertThat(find(again, "b")).containsExactly(2L);
    }
  }

  @Test
  void dropsWhatIsNotThereAnyMoreOrAnother() throws IOException {
    try (HeadIndex index = open()) {
      add(index, 1, "a");
      add(index, 2, "b");
      add(index, 3, "c");
    }
    series.remove(1L);
    series.put(2L, "other");
    try (HeadIndex again = open()) {
      assertThat(adopt(again)).containsExactly(3L);
      again.add(2);
      again.refresh();
      assertThat(find(again, "a")).isEmpty();
      assertThat(find(again, "b")).isEmpty();
      assertThat(find(again, "other")).containsExactly(2L);
      assertThat(find(again, "c")).containsExactly(3L);
    }
  }

  @Test
  void startsEmptyWhereItIsDamaged() throws IOException {
    try (HeadIndex index = open()) {
      add(index, 1, "a");
    }
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length > 0) {
          bytes[bytes.length / 2] ^= 8;
          Files.write(file, bytes);
        }
      }
    }
    try (HeadIndex again = open()) {
      assertThat(adopt(again)).isEmpty();
      again.add(1);
      assertThat(find(again, "a")).containsExactly(1L);
    }
  }

  @Test
  void comesBackAfterAFailedWrite() throws IOException {
    try (HeadIndex index = open()) {
      add(index, 1, "a");
      index.refresh();
      index.breakWriter();
      add(index, 2, "b");
      assertThatThrownBy(index::refresh).isInstanceOf(StorageException.class);
      assertThat(find(index, "a")).contains(1L);
      index.refresh();
      assertThat(find(index, "a")).containsExactly(1L);
      assertThat(find(index, "b")).containsExactly(2L);
      assertThat(index.waiting()).isZero();
    }
  }

  private HeadIndex open() {
    return new HeadIndex(
        folder,
        new HeadIndex.Owner() {
          @Override
          public int form(long ref, byte[] target) {
            byte[] form = HeadIndexTest.this.form(ref);
            System.arraycopy(form, 0, target, 0, form.length);
            return form.length;
          }

          @Override
          public long[] all() {
            return series.keySet().stream().mapToLong(Long::longValue).toArray();
          }
        });
  }

  private byte[] form(long ref) {
    String value = series.get(ref);
    if (value == null) {
      return new byte[0];
    }
    byte[] form = ("name|" + value + "|").getBytes(UTF_8);
    for (int i = 0; i < form.length; i++) {
      form[i] = form[i] == '|' ? (byte) 0xFF : form[i];
    }
    return form;
  }

  private void add(HeadIndex index, long ref, String value) {
    series.put(ref, value);
    index.add(ref);
  }

  private List<Long> adopt(HeadIndex index) {
    List<Long> found = new ArrayList<>();
    index.adopt(
        (ref, identity) -> {
          byte[] form = form(ref);
          long[] hash = new long[2];
          Hash128.of(form, 0, form.length, hash);
          boolean isThere = form.length > 0 && hash[Hash128.LOW] == identity;
          if (isThere) {
            found.add(ref);
          }
          return isThere;
        });
    found.sort(null);
    return found;
  }

  private static List<Long> find(HeadIndex index, String value) throws IOException {
    List<Long> found = new ArrayList<>();
    LabelQuery query = LabelQuery.of(List.of(LabelMatcher.equal("name", value)));
    try (HeadIndex.View view = index.view()) {
      view.index().search(query, new ArrayList<>(), found::add);
      for (long ref : view.younger()) {
        found.add(ref);
      }
    }
    return found;
  }
}
