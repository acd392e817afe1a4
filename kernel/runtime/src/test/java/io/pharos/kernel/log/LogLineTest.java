package io.pharos.kernel.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogLineTest {
  @Test
  void writesTheOriginalsLine() {
    assertThat(LogLine.of(false, 1_767_225_600_123L, "INFO", "Kernel", "it \"works\"", ""))
        .isEqualTo(
            "time=2026-01-01T00:00:00.123Z level=INFO source=Kernel msg=\"it \\\"works\\\"\"\n");
    assertThat(LogLine.of(false, 0, "WARN", "K", "word", "a\nb"))
        .isEqualTo("time=1970-01-01T00:00:00.000Z level=WARN source=K msg=word err=\"a\\nb\"\n");
  }

  @Test
  void writesJson() {
    assertThat(LogLine.of(true, 0, "ERROR", "K", "a\u0001\\", "e"))
        .isEqualTo(
            "{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"ERROR\",\"source\":\"K\",\"msg\":\"a\\u0001\\\\\",\"err\":\"e\"}\n");
  }
}
