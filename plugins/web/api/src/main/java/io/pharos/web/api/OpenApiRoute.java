package io.pharos.web.api;

import io.pharos.spi.error.BugException;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.HttpResponse;
import io.pharos.spi.http.Route;
import io.pharos.toolkit.http.Parameters;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** A description of the API for programs. Thread-safe. */
final class OpenApiRoute {
  private static final String RESOURCE = "openapi.yaml";

  Route route() {
    return Route.get("/api/v1/openapi.yaml", OpenApiRoute::answer).whileStarting();
  }

  private static void answer(HttpRequest request, HttpResponse response) throws IOException {
    String version = Parameters.text(request, "openapi_version").equals("3.2") ? "3.2.0" : "3.1.0";
    response.header("Cache-Control", "no-cache, no-store, must-revalidate");
    response.text("application/yaml; charset=utf-8", "openapi: " + version + "\n" + paths());
  }

  private static String paths() throws IOException {
    try (InputStream in = OpenApiRoute.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new BugException("resource is missing: " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
