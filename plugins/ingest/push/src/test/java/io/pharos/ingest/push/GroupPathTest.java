package io.pharos.ingest.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.ingest.push.text.BodyException;
import io.pharos.toolkit.relabel.NameScheme;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupPathTest {
  @Test
  void readsLabelsInPairs() throws BodyException {
    assertThat(labels("/metrics/job/a/instance/b/zone/c"))
        .isEqualTo(Map.of("job", "a", "instance", "b", "zone", "c"));
    assertThat(labels("/metrics/job/a/")).isEqualTo(Map.of("job", "a"));
    assertThat(labels("/metrics/job/a/b/")).isEqualTo(Map.of("job", "a", "b", ""));
    assertThat(labels("/metrics/job/a/job/z")).isEqualTo(Map.of("job", "a"));
  }

  @Test
  void readsValuesInBase64() throws BodyException {
    assertThat(labels("/metrics/job@base64/Zm9v/path@base64/L3Zhci90bXA"))
        .isEqualTo(Map.of("job", "foo", "path", "/var/tmp"));
    assertThat(labels("/metrics/job/a/b@base64/=/c@base64/==/d@base64/"))
        .isEqualTo(Map.of("job", "a", "b", "", "c", "", "d", ""));
    assertThat(labels("/metrics/job@base64/YmFyLw==")).isEqualTo(Map.of("job", "bar/"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "/metrics/job/a/b|odd number of components in label string \"/b\"",
        "/metrics/job@base64/=|job name is required",
        "/metrics/job@base64/!|invalid base64 encoding in job name \"\": illegal base64 data at input byte 0",
        "/metrics/job/a/b@base64/%25|invalid base64 encoding for label b=\"%\": illegal base64 data at input byte 0",
        "/metrics/job/a/__b/c|improper label name \"__b\"",
        "/metrics/job/a/b.c/d|improper label name \"b.c\"",
        "/metrics/job/%zz|400 Bad Request"
      })
  void saysWhatIsWrong(String path, String reason) {
    assertThatThrownBy(() -> labels(path)).isInstanceOf(BodyException.class).hasMessage(reason);
  }

  @Test
  void readsEscapedNamesWhereAllNamesAreAllowed() throws BodyException {
    assertThat(GroupPath.labels("/metrics/job/a/U__b_2e_c__d/v", NameScheme.UTF8))
        .isEqualTo(Map.of("job", "a", "b.c_d", "v"));
    assertThat(labels("/metrics/job/a/U__b_2e_c/v")).containsEntry("U__b_2e_c", "v");
  }

  @Test
  void cleansPathsAsTheOriginalDoes() {
    assertThat(GroupPath.clean("/metrics/job/a//b")).isEqualTo("/metrics/job/a/b");
    assertThat(GroupPath.clean("/metrics/job/a/../b")).isEqualTo("/metrics/job/b");
    assertThat(GroupPath.clean("/metrics/job/./a")).isEqualTo("/metrics/job/a");
    assertThat(GroupPath.clean("/metrics/job/a8//")).isEqualTo("/metrics/job/a8/");
    assertThat(GroupPath.clean("/metrics/job/a/b/")).isEqualTo("/metrics/job/a/b/");
    assertThat(GroupPath.clean("/..")).isEqualTo("/");
  }

  private static Map<String, String> labels(String path) throws BodyException {
    return GroupPath.labels(GroupPath.decode(path), NameScheme.LEGACY);
  }
}
