package io.pharos.web.api;

import io.pharos.spi.runtime.ServerInfo;
import io.pharos.toolkit.json.JsonWriter;
import java.io.IOException;

/** What is told of the build: the version that clients expect, and ours as the revision. */
final class BuildInfo {
  private BuildInfo() {}

  static void write(JsonWriter json, ServerInfo server) throws IOException {
    json.beginObject();
    json.name("version").string(server.compatibleVersion());
    json.name("revision").string("pharos-" + server.version());
    json.name("branch").string("");
    json.name("buildUser").string("");
    json.name("buildDate").string("");
    json.name("goVersion").string("java" + Runtime.version().feature());
    json.endObject();
  }
}
