package io.pharos.storage.tsdb.compact;

/** Sorts indexes by an order of what they stand for, without boxing: a bottom-up merge sort. */
final class IntSort {
  /** The order. */
  interface Order {
    int compare(int left, int right);
  }

  private IntSort() {}

  /** The numbers from 0 to {@code count - 1}, sorted. */
  static int[] sorted(int count, Order order) {
    int[] now = new int[count];
    for (int i = 0; i < count; i++) {
      now[i] = i;
    }
    int[] next = new int[count];
    for (int width = 1; width < count; width *= 2) {
      for (int from = 0; from < count; from += 2 * width) {
        int middle = Math.min(from + width, count);
        int end = Math.min(from + 2 * width, count);
        merge(now, next, from, middle, end, order);
      }
      int[] swap = now;
      now = next;
      next = swap;
    }
    return now;
  }

  private static void merge(int[] from, int[] to, int start, int middle, int end, Order order) {
    if (middle >= end || order.compare(from[middle - 1], from[middle]) <= 0) {
      System.arraycopy(from, start, to, start, end - start);
      return;
    }
    int left = start;
    int right = middle;
    for (int i = start; i < end; i++) {
      boolean takeLeft =
          right >= end || (left < middle && order.compare(from[left], from[right]) <= 0);
      to[i] = takeLeft ? from[left++] : from[right++];
    }
  }
}
