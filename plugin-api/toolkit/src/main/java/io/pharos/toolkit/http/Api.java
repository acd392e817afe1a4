package io.pharos.toolkit.http;

import io.pharos.spi.error.ConfigException;
import io.pharos.spi.error.QueryException;
import io.pharos.spi.error.StorageException;
import io.pharos.spi.http.HttpHandler;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The envelope of {@code /api/v1} around what a route answers. */
public final class Api {
  private static final String JSON = "application/json";

  private Api() {}

  /** Answers one call with its data. */
  @FunctionalInterface
  public interface Call {
    /** What the call answers; what it throws becomes the answer too. */
    Answer answer(HttpRequest request) throws IOException, InterruptedException;
  }

  /** Writes data into the envelope. */
  @FunctionalInterface
  public interface Data {
    /** Writes exactly one value. */
    void write(JsonWriter json) throws IOException;
  }

  /**
   * Data and what is to be said of them. Immutable.
   *
   * @param data null for an answer without a body
   */
  public record Answer(@Nullable Data data, List<String> warnings, List<String> infos) {
    /** Data without remarks. */
    public static Answer of(Data data) {
      return new Answer(data, List.of(), List.of());
    }

    /** Data with warnings. */
    public static Answer of(Data data, List<String> warnings) {
      return new Answer(data, warnings, List.of());
    }

    /** Success without data: 204. */
    public static Answer nothing() {
      return new Answer(null, List.of(), List.of());
    }
  }

  /** A handler that answers a call, and its errors, in the envelope. */
  public static HttpHandler handler(Call call) {
    return (request, response) -> {
      Answer answer;
      try {
        answer = call.answer(request);
      } catch (ApiException e) {
        error(response, e.type(), e.text());
        return;
      } catch (QueryException e) {
        error(response, type(e), e.getMessage());
        return;
      } catch (StorageException e) {
        error(response, type(e), e.getMessage());
        return;
      } catch (ConfigException e) {
        error(response, ApiError.UNAVAILABLE, e.getMessage());
        return;
      } catch (UncheckedIOException e) {
        error(response, ApiError.BAD_DATA, "error parsing form values: " + e.getMessage());
        return;
      }
      write(response, answer);
    };
  }

  private static void write(HttpResponse response, Answer answer) throws IOException {
    Data data = answer.data();
    if (data == null) {
      response.status(204);
      return;
    }
    response.header("Content-Type", JSON);
    JsonWriter json = new JsonWriter(response.body());
    json.beginObject().name("status").string("success").name("data");
    data.write(json);
    strings(json, "warnings", answer.warnings());
    strings(json, "infos", answer.infos());
    json.endObject().flush();
  }

  private static void strings(JsonWriter json, String name, List<String> values)
      throws IOException {
    if (values.isEmpty()) {
      return;
    }
    json.name(name).beginArray();
    for (String value : values) {
      json.string(value);
    }
    json.endArray();
  }

  /** Answers an error. */
  public static void error(HttpResponse response, ApiError type, String text) throws IOException {
    response.status(type.status()).header("Content-Type", JSON);
    new JsonWriter(response.body())
        .beginObject()
        .name("status")
        .string("error")
        .name("errorType")
        .string(type.word())
        .name("error")
        .string(text)
        .endObject()
        .flush();
  }

  /** The error type of a failed query. */
  public static ApiError type(QueryException error) {
    return switch (error.code()) {
      case BAD_DATA -> ApiError.BAD_DATA;
      case EXECUTION -> ApiError.EXECUTION;
      case TIMEOUT -> ApiError.TIMEOUT;
      case CANCELED -> ApiError.CANCELED;
      case INTERNAL -> ApiError.INTERNAL;
      case UNAVAILABLE -> ApiError.UNAVAILABLE;
    };
  }

  private static ApiError type(StorageException error) {
    return switch (error.code()) {
      case CLOSED, UNAVAILABLE -> ApiError.UNAVAILABLE;
      case CORRUPT, FULL, IO, LIMIT -> ApiError.INTERNAL;
    };
  }
}
