package io.pharos.toolkit.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {
  /** Writes one value. */
  private interface Step {
    void write(JsonWriter json) throws IOException;
  }

  private static String written(Step step) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    JsonWriter json = new JsonWriter(out);
    step.write(json);
    json.flush();
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void putsCommasWhereTheyBelong() throws IOException {
    assertThat(
            written(
                json ->
                    json.beginObject()
                        .name("a")
                        .beginArray()
                        .number(1)
                        .number(2.5)
                        .nothing()
                        .endArray()
                        .name("b")
                        .beginObject()
                        .endObject()
                        .name("c")
                        .bool(true)
                        .endObject()))
        .isEqualTo("{\"a\":[1,2.5,null],\"b\":{},\"c\":true}");
  }

  @Test
  void escapesAsTheOriginal() throws IOException {
    assertThat(written(json -> json.string("<a>&\"\\\n\t\b\u0001\u2028ü🔥\uD800")))
        .isEqualTo("\"\\u003ca\\u003e\\u0026\\\"\\\\\\n\\t\\u0008\\u0001\\u2028ü🔥\\ufffd\"");
  }

  @Test
  void writesTextsThatAreLongerThanItsBuffer() throws IOException {
    String text = "aü<".repeat(20_000);

    assertThat(written(json -> json.string(text)))
        .isEqualTo("\"" + text.replace("<", "\\u003c") + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0.0, -0",
    "1, 1",
    "-17, -17",
    "24.75, 24.75",
    "0.1, 0.1",
    "-0.5, -0.5",
    "1e21, 1e+21",
    "1e20, 100000000000000000000",
    "1e-6, 0.000001",
    "1e-7, 1e-07",
    "0.30000000000000004, 0.30000000000000004",
    "1.7976931348623157e308, 1.7976931348623157e+308",
    "4.9e-324, 5e-324",
    "NaN, NaN",
    "Infinity, +Inf",
    "-Infinity, -Inf",
    "1234567.891, 1234567.891",
    "9007199254740993, 9007199254740992",
    "123456789.123456789, 123456789.12345679",
  })
  void writesValuesInTheirShortestForm(double value, String text) throws IOException {
    assertThat(written(json -> json.sampleValue(value))).isEqualTo("\"" + text + "\"");
  }

  @Test
  void writesEveryValueSoThatItReadsBack() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      double value =
          switch (i % 4) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(1_000_000) / 1000.0;
            case 2 -> random.nextGaussian() * 1e5;
            default -> Math.round(random.nextDouble() * 1e9) / 1e7;
          };
      if (Double.isFinite(value)) {
        byte[] to = new byte[64];
        int end = Decimals.append(value, to, 0);
        String text = new String(to, 0, end, StandardCharsets.US_ASCII);
        assertThat(Double.parseDouble(text)).isEqualTo(value);
        assertThat(digits(text)).as(text).isLessThanOrEqualTo(digits(Double.toString(value)));
      }
    }
  }

  private static int digits(String text) {
    String mantissa = text.replaceFirst("[eE].*", "").replaceAll("[-.]", "");
    return mantissa.replaceFirst("^0+", "").replaceFirst("0+$", "").length();
  }

  @ParameterizedTest
  @CsvSource({
    "1700000000000, 1700000000, 1700000000",
    "1700000000500, 1700000000.500, 1700000000.5",
    "-1001, -1.001, -1.001",
    "-500, -0.500, -0.5",
    "0, 0, 0",
  })
  void writesTimesInSeconds(long millis, String exact, String shortest) throws IOException {
    assertThat(written(json -> json.timestamp(millis))).isEqualTo(exact);
    assertThat(written(json -> json.shortTimestamp(millis))).isEqualTo(shortest);
  }
}
