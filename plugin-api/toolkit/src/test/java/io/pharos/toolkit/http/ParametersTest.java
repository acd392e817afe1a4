package io.pharos.toolkit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.spi.http.HttpRequest;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
  @ParameterizedTest
  @CsvSource({
    "1700001800, 1700001800000",
    "1700001800.1234, 1700001800123",
    "1700001800.9996, 1700001801000",
    "1.7000018e9, 1700001800000",
    "1_700_001_800, 1700001800000",
    "-1, -1000",
    "NaN, -9223372036854",
    "-Inf, -9223372036854",
    "9223372036.855, -9223372036854",
    "2023-11-14T22:43:20Z, 1700001800000",
    "2023-11-14T23:43:20.1234567891+01:00, 1700001800123",
    "9999-12-31T23:59:59Z, -4852116232933",
    "0001-01-01T00:00:00Z, -6795364578871",
    "-292273086-05-16T16:47:06Z, 6795364580679",
  })
  void readsTimesAsTheOriginal(String text, long millis) {
    Parameters.Moment moment = Parameters.requiredTime(new Query(Map.of("t", List.of(text))), "t");

    assertThat(moment.wrappedMillis()).isEqualTo(millis);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "abc",
        " 1",
        "0x10",
        "2023-11-14",
        "2023-11-14t22:43:20z",
        "2023-11-14T22:43:60Z",
        "1s",
        " "
      })
  void refusesOtherTimes(String text) {
    assertThatThrownBy(() -> Parameters.time(new Query(Map.of("t", List.of(text))), "t"))
        .hasMessage(
            "invalid parameter \"t\": invalid time value for 't': cannot parse \""
                + text
                + "\" to a valid timestamp");
  }

  @Test
  void hasTheOriginalsWidestRange() {
    Query none = new Query(Map.of());

    assertThat(Parameters.start(none)).isEqualTo(-9_223_309_901_257_974_000L);
    assertThat(Parameters.end(none)).isEqualTo(9_223_309_901_257_974_999L);
    assertThat(Parameters.time(none, "time")).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "1.5, 1500000000",
    "5m, 300000000000",
    "1e2, 100000000000",
    "-1, -1000000000",
    "+30, 30000000000"
  })
  void readsDurations(String text, long nanos) {
    assertThat(Parameters.durationNanos(text)).isEqualTo(nanos);
  }

  @ParameterizedTest
  @CsvSource({
    "1e30, '. It overflows int64'",
    "Inf, '. It overflows int64'",
    "1m1h, ''",
    "1.5m, ''",
    "abc, ''"
  })
  void refusesOtherDurations(String text, String end) {
    assertThatThrownBy(() -> Parameters.durationNanos(text))
        .hasMessage("cannot parse \"" + text + "\" to a valid duration" + end);
  }

  @ParameterizedTest
  @CsvSource({
    "abc, 'strconv.Atoi: parsing \"abc\": invalid syntax'",
    "1e3, 'strconv.Atoi: parsing \"1e3\": invalid syntax'",
    "99999999999999999999, 'strconv.Atoi: parsing \"99999999999999999999\": value out of range'",
    "-1, limit must be non-negative",
  })
  void refusesOtherLimits(String text, String reason) {
    assertThatThrownBy(() -> Parameters.limit(new Query(Map.of("limit", List.of(text)))))
        .hasMessage("invalid parameter \"limit\": " + reason);
    assertThat(Parameters.limit(new Query(Map.of("limit", List.of("+2"))))).isEqualTo(2);
    assertThat(Parameters.limit(new Query(Map.of()))).isZero();
  }

  /** A request with nothing but parameters. */
  private record Query(Map<String, List<String>> parameters) implements HttpRequest {
    @Override
    public String method() {
      return "GET";
    }

    @Override
    public String path() {
      return "/";
    }

    @Override
    public String rawPath() {
      return "/";
    }

    @Override
    public String rawQuery() {
      return "";
    }

    @Override
    public String pathParameter(String name) {
      throw new IllegalArgumentException(name);
    }

    @Override
    public Map<String, List<String>> query() {
      return parameters;
    }

    @Override
    public @Nullable String header(String name) {
      return null;
    }

    @Override
    public List<String> headers(String name) {
      return List.of();
    }

    @Override
    public InputStream body() {
      return InputStream.nullInputStream();
    }

    @Override
    public long contentLength() {
      return -1;
    }

    @Override
    public String remoteAddress() {
      return "127.0.0.1:1";
    }

    @Override
    public @Nullable String user() {
      return null;
    }
  }
}
