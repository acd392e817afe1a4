package io.pharos.storage.tsdb.compact;

import io.pharos.storage.tsdb.block.Block;
import java.util.ArrayList;
import java.util.List;

/** Decides which blocks to join, and which to delete. Immutable. */
public final class Planner {
  private static final int STEP = 3;

  private final List<Long> ranges = new ArrayList<>();

  /** Ranges grow threefold from the least to the largest that is allowed. */
  public Planner(long least, long largest) {
    for (long range = least; range <= Math.max(least, largest); range *= STEP) {
      ranges.add(range);
    }
  }

  /** Blocks to be joined now, none if all is well. The list is sorted by time. */
  public List<Block> plan(List<Block> blocks) {
    return plan(blocks, false);
  }

  /** As {@link #plan(List)}; at once also what would wait for more blocks to come. */
  public List<Block> planAll(List<Block> blocks) {
    return plan(blocks, true);
  }

  private List<Block> plan(List<Block> blocks, boolean atOnce) {
    List<Block> overlapping = overlapping(blocks);
    if (!overlapping.isEmpty()) {
      return overlapping;
    }
    if (blocks.size() < 2) {
      return List.of();
    }
    // the newest block is left alone, so that what is behind it can be joined at leisure
    long newest = blocks.getLast().mint();
    List<Block> older = atOnce ? blocks : blocks.subList(0, blocks.size() - 1);
    for (long range : ranges.subList(1, ranges.size())) {
      for (List<Block> group : groups(older, range)) {
        long mint = group.getFirst().mint();
        long maxt = group.getLast().end();
        if (group.size() > 1 && (atOnce || maxt - mint == range || maxt <= newest)) {
          return group;
        }
      }
    }
    return List.of();
  }

  private static List<Block> overlapping(List<Block> blocks) {
    List<Block> found = new ArrayList<>();
    long end = Long.MIN_VALUE;
    for (int i = 0; i < blocks.size(); i++) {
      Block block = blocks.get(i);
      if (i > 0 && block.mint() < end) {
        if (found.isEmpty()) {
          found.add(blocks.get(i - 1));
        }
        found.add(block);
      } else if (!found.isEmpty()) {
        return found;
      }
      end = Math.max(end, block.end());
    }
    return found;
  }

  private static List<List<Block>> groups(List<Block> blocks, long range) {
    List<List<Block>> groups = new ArrayList<>();
    long start = Long.MIN_VALUE;
    List<Block> group = new ArrayList<>();
    for (Block block : blocks) {
      long own = Math.floorDiv(block.mint(), range) * range;
      if (block.end() > own + range) {
        continue; // larger than the range, or across its border
      }
      if (own != start && !group.isEmpty()) {
        groups.add(group);
        group = new ArrayList<>();
      }
      start = own;
      group.add(block);
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  /** Blocks that are so much older than the newest. */
  public static List<Block> tooOld(List<Block> blocks, long retention) {
    if (retention <= 0 || blocks.isEmpty()) {
      return List.of();
    }
    long newest = blocks.stream().mapToLong(Block::end).max().orElseThrow();
    return blocks.stream().filter(block -> newest - block.end() >= retention).toList();
  }

  /** The oldest blocks that do not fit, the newest counted first. */
  public static List<Block> tooLarge(List<Block> blocks, long limit, long otherBytes) {
    if (limit <= 0) {
      return List.of();
    }
    List<Block> gone = new ArrayList<>();
    long bytes = otherBytes;
    for (int i = blocks.size() - 1; i >= 0; i--) {
      bytes += blocks.get(i).bytes();
      if (bytes > limit) {
        gone.add(blocks.get(i));
      }
    }
    return gone;
  }
}
