package io.pharos.storage.tsdb.query;

import io.pharos.storage.tsdb.head.Head;
import io.pharos.storage.tsdb.index.HeadIndex;
import io.pharos.storage.tsdb.index.IndexBuilder;
import java.io.IOException;
import java.util.function.Consumer;

/** Label names and values of the whole head, from its index. */
final class HeadLabels {
  private HeadLabels() {}

  static void names(Head head, Consumer<String> sink) {
    try (HeadIndex.View view = head.index().view()) {
      view.index()
          .names(
              name -> {
                sink.accept(name.utf8ToString());
                return true;
              });
      for (long ref : view.younger()) {
        head.labels(ref).forEach(label -> sink.accept(label.name()));
      }
    } catch (IOException e) {
      throw IndexBuilder.failed(e);
    }
  }

  static void values(Head head, String name, Consumer<String> sink) {
    try (HeadIndex.View view = head.index().view()) {
      view.index()
          .values(
              name,
              value -> {
                sink.accept(value.utf8ToString());
                return true;
              });
      for (long ref : view.younger()) {
        String value = head.labels(ref).valueOf(name);
        if (!value.isEmpty()) {
          sink.accept(value);
        }
      }
    } catch (IOException e) {
      throw IndexBuilder.failed(e);
    }
  }
}
