package io.pharos.ingest.remotewrite;

import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A request and what is answered. Confined to one thread. */
final class Exchange {
  private final Map<String, String> headers;
  private final byte[] body;
  private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
  private final Map<String, String> answered = new TreeMap<>();
  private int status = 200;

  Exchange(Map<String, String> headers, byte[] body) {
    this.headers = headers;
    this.body = body;
  }

  int status() {
    return status;
  }

  String text() {
    return answer.toString(StandardCharsets.UTF_8);
  }

  /** What was answered under a header, "" for nothing. */
  String header(String name) {
    return answered.getOrDefault(name, "");
  }

  HttpRequest request() {
    return new Write();
  }

  HttpResponse response() {
    return new HttpResponse() {
      @Override
      public HttpResponse status(int code) {
        status = code;
        return this;
      }

      @Override
      public int status() {
        return status;
      }

      @Override
      public HttpResponse header(String name, String value) {
        answered.put(name, value);
        return this;
      }

      @Override
      public OutputStream body() {
        return answer;
      }

      @Override
      public boolean isCommitted() {
        return answer.size() > 0;
      }
    };
  }

  private final class Write implements HttpRequest {
    @Override
    public String method() {
      return "POST";
    }

    @Override
    public String path() {
      return "/api/v1/write";
    }

    @Override
    public String rawPath() {
      return path();
    }

    @Override
    public String rawQuery() {
      return "";
    }

    @Override
    public String pathParameter(String name) {
      return "";
    }

    @Override
    public Map<String, List<String>> query() {
      return Map.of();
    }

    @Override
    public Map<String, List<String>> parameters() {
      return Map.of();
    }

    @Override
    public @Nullable String header(String name) {
      return headers.get(name);
    }

    @Override
    public List<String> headers(String name) {
      String value = headers.get(name);
      return value == null ? List.of() : List.of(value);
    }

    @Override
    public InputStream body() {
      return new ByteArrayInputStream(body);
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
