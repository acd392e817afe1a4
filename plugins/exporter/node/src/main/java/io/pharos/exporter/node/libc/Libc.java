package io.pharos.exporter.node.libc;

import io.pharos.spi.error.ConfigException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.charset.StandardCharsets;

/** The two calls that are needed, as 64-bit Linux has them. Thread-safe. */
public final class Libc {
  /** {@code struct statvfs}: eleven longs, then spare room. */
  private static final long STATVFS_BYTES = 11L * Long.BYTES + 64;

  /** A field of {@code struct utsname}. */
  private static final int UTSNAME_FIELD = 65;

  private static final StructLayout STATE = Linker.Option.captureStateLayout();

  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private final MethodHandle statvfs;
  private final MethodHandle uname;

  /**
   * Finds the calls.
   *
   * @throws ConfigException on another system
   */
  public Libc() {
    String arch = System.getProperty("os.arch", "");
    String os = System.getProperty("os.name", "");
    if (!os.equals("Linux") || !(arch.equals("amd64") || arch.equals("aarch64"))) {
      throw new ConfigException(
          "this exporter knows 64-bit Linux alone [os=" + os + ", arch=" + arch + "]");
    }
    statvfs = find("statvfs", ValueLayout.ADDRESS, ValueLayout.ADDRESS);
    uname = find("uname", ValueLayout.ADDRESS);
  }

  @SuppressWarnings("restricted") // a call into the C library is what this class is for
  private static MethodHandle find(String name, MemoryLayout... arguments) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow(name),
        FunctionDescriptor.of(ValueLayout.JAVA_INT, arguments),
        Linker.Option.captureCallState("errno"));
  }

  /**
   * The space of the file system on which a path lies. Blocks while that file system does.
   *
   * @throws IOException with the system's reason as the message
   */
  public Space space(String path) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(STATVFS_BYTES, Long.BYTES);
      MemorySegment state = arena.allocate(STATE);
      MemorySegment text = arena.allocateFrom(path, StandardCharsets.UTF_8);
      if ((int) statvfs.invokeExact(state, text, out) != 0) {
        throw new IOException(Errno.text((int) ERRNO.get(state, 0L)));
      }
      long blockBytes = out.getAtIndex(ValueLayout.JAVA_LONG, 0);
      return new Space(
          blockBytes,
          out.getAtIndex(ValueLayout.JAVA_LONG, 2),
          out.getAtIndex(ValueLayout.JAVA_LONG, 3),
          out.getAtIndex(ValueLayout.JAVA_LONG, 4),
          out.getAtIndex(ValueLayout.JAVA_LONG, 5),
          out.getAtIndex(ValueLayout.JAVA_LONG, 6));
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("statvfs cannot be called", e);
    }
  }

  /** What {@code uname} says of the system. */
  public SystemName systemName() throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment out = arena.allocate(6L * UTSNAME_FIELD);
      MemorySegment state = arena.allocate(STATE);
      if ((int) uname.invokeExact(state, out) != 0) {
        throw new IOException(Errno.text((int) ERRNO.get(state, 0L)));
      }
      return new SystemName(
          field(out, 0), field(out, 1), field(out, 2), field(out, 3), field(out, 4), field(out, 5));
    } catch (IOException | RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("uname cannot be called", e);
    }
  }

  private static String field(MemorySegment out, int index) {
    return out.asSlice((long) index * UTSNAME_FIELD, UTSNAME_FIELD)
        .getString(0, StandardCharsets.UTF_8);
  }

  /** Space of a file system, in blocks and file nodes. Immutable. */
  public record Space(
      long blockBytes, long blocks, long free, long available, long files, long filesFree) {}

  /** Names of the system. Immutable. */
  public record SystemName(
      String sysname,
      String nodename,
      String release,
      String version,
      String machine,
      String domainname) {}
}
