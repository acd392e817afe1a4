package io.pharos.web.api;

import io.pharos.model.label.LabelMatcher;
import io.pharos.spi.http.HttpRequest;
import io.pharos.spi.http.Route;
import io.pharos.spi.query.QueryEngine;
import io.pharos.spi.runtime.Lease;
import io.pharos.spi.runtime.ServiceRef;
import io.pharos.spi.storage.Deletes;
import io.pharos.spi.storage.Flush;
import io.pharos.spi.storage.Snapshots;
import io.pharos.spi.storage.Storage;
import io.pharos.toolkit.http.Api;
import io.pharos.toolkit.http.ApiError;
import io.pharos.toolkit.http.ApiException;
import io.pharos.toolkit.http.Parameters;
import java.util.ArrayList;
import java.util.List;

/** Deleting, cleaning, copying and flushing, where that is switched on. Thread-safe. */
final class AdminRoutes {
  private final ServiceRef<Storage> storage;
  private final ServiceRef<QueryEngine> engine;
  private final boolean enabled;

  AdminRoutes(ServiceRef<Storage> storage, ServiceRef<QueryEngine> engine, boolean enabled) {
    this.storage = storage;
    this.engine = engine;
    this.enabled = enabled;
  }

  List<Route> routes() {
    return List.of(
        route("delete_series", this::delete),
        route("clean_tombstones", this::clean),
        route("snapshot", this::snapshot),
        route("flush", this::flush));
  }

  private Route route(String name, Api.Call call) {
    Api.Call guarded =
        request -> {
          if (!enabled) {
            throw new ApiException(ApiError.UNAVAILABLE, "admin APIs disabled");
          }
          return call.answer(request);
        };
    return Route.change("/api/v1/admin/tsdb/" + name, Route.Access.ADMIN, Api.handler(guarded));
  }

  private static <A> A ability(Storage storage, Class<A> type, String what) {
    return storage
        .ability(type)
        .orElseThrow(() -> new ApiException(ApiError.UNAVAILABLE, "the storage cannot " + what));
  }

  private Api.Answer delete(HttpRequest request) {
    List<String> selectors = Parameters.all(request, "match[]");
    if (selectors.isEmpty()) {
      throw ApiException.badData("no match[] parameter provided");
    }
    long start = Parameters.start(request);
    long end = Parameters.end(request);
    List<List<LabelMatcher>> sets = new ArrayList<>();
    try (Lease<QueryEngine> parser = engine.acquire()) {
      for (String selector : selectors) {
        sets.add(parser.get().parseSelector(selector));
      }
    }
    try (Lease<Storage> lease = storage.acquire()) {
      Deletes deletes = ability(lease.get(), Deletes.class, "delete");
      for (List<LabelMatcher> set : sets) {
        if (!set.isEmpty()) {
          deletes.delete(start, end, set);
        }
      }
    }
    return Api.Answer.nothing();
  }

  private Api.Answer clean(HttpRequest request) {
    try (Lease<Storage> lease = storage.acquire()) {
      ability(lease.get(), Deletes.class, "delete").cleanTombstones();
    }
    return Api.Answer.nothing();
  }

  private Api.Answer snapshot(HttpRequest request) {
    boolean skipHead = Parameters.bool(request, "skip_head");
    String name;
    try (Lease<Storage> lease = storage.acquire()) {
      name = ability(lease.get(), Snapshots.class, "make snapshots").snapshot(skipHead);
    }
    return Api.Answer.of(json -> json.beginObject().name("name").string(name).endObject());
  }

  private Api.Answer flush(HttpRequest request) {
    try (Lease<Storage> lease = storage.acquire()) {
      ability(lease.get(), Flush.class, "flush").flush();
    }
    return Api.Answer.nothing();
  }
}
