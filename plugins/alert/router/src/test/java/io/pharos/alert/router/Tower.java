package io.pharos.alert.router;

import io.pharos.model.label.Labels;
import io.pharos.spi.alert.Alert;
import io.pharos.spi.config.ExtensionConfig;
import io.pharos.spi.error.RemoteException;
import io.pharos.spi.notify.Notification;
import io.pharos.spi.notify.Notifier;
import io.pharos.spi.runtime.Instances;
import io.pharos.spi.runtime.Lease;
import io.pharos.testkit.http.FakeExchange;
import io.pharos.testkit.runtime.FakeContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An alertmanager on fakes, whose time is moved by hand. */
final class Tower implements AutoCloseable {
  final FakeContext context;
  final List<Notification> told = new ArrayList<>();
  final List<Long> times = new ArrayList<>();
  int failures;
  boolean sendsResolved = true;
  private final RouterPart part;

  /** The settings of a fake integration. */
  record FakeConfig(String name) {}

  Tower(Path folder, RouterConfig config) {
    context = new FakeContext(folder);
    part = new RouterPart(config, context, new Fakes(), file -> "route: {}");
    part.start();
  }

  RouterPart part() {
    return part;
  }

  long now() {
    return context.time().millis();
  }

  Tower run(long seconds) {
    context.time().advance(Duration.ofSeconds(seconds));
    return this;
  }

  /** An alert that goes on for an hour. */
  Tower fire(String... labels) {
    return post(Labels.of(labels), now(), now() + 3_600_000);
  }

  /** The end of an alert. */
  Tower resolve(long startsAt, String... labels) {
    return post(Labels.of(labels), startsAt, now());
  }

  private Tower post(Labels labels, long from, long to) {
    part.post(List.of(new Alert(labels, Map.of("s", "text"), from, to, "http://p")));
    return run(0);
  }

  /** The last notification in short: reason, then names of alerts, the ended ones with a minus. */
  String last() {
    if (told.isEmpty()) {
      return "";
    }
    Notification notification = told.getLast();
    StringBuilder text = new StringBuilder(notification.reason()).append(':');
    notification
        .alerts()
        .forEach(
            alert ->
                text.append(' ')
                    .append(alert.firing() ? "" : "-")
                    .append(alert.labels().valueOf("alertname"))
                    .append(alert.labels().valueOf("i")));
    return text.toString();
  }

  String get(String target) {
    return FakeExchange.of("GET", target).send(part.routes()).text();
  }

  FakeExchange send(String method, String target, String json) {
    return FakeExchange.of(method, target).body("application/json", json).send(part.routes());
  }

  @Override
  public void close() {
    part.close();
    context.close();
  }

  /** A configuration with one receiver {@code r} and a route tree. */
  static RouterConfig config(RouterConfig.RouteSpec route, RouterConfig.InhibitSpec... inhibits) {
    return config(route, List.of(), inhibits);
  }

  static RouterConfig config(
      RouterConfig.RouteSpec route,
      List<RouterConfig.NamedInterval> intervals,
      RouterConfig.InhibitSpec... inhibits) {
    return new RouterConfig(
        global(),
        route,
        List.of(receiver("r"), receiver("other")),
        List.of(inhibits),
        intervals,
        List.of(),
        List.of(),
        Duration.ofDays(5),
        Duration.ofMinutes(30));
  }

  private static RouterConfig.ReceiverSpec receiver(String name) {
    return new RouterConfig.ReceiverSpec(
        name, Map.of(), List.of(new ExtensionConfig("notify", "fake", new FakeConfig(name))));
  }

  static RouterConfig.RouteSpec root(
      @Nullable List<String> groupBy, RouterConfig.RouteSpec... children) {
    return new RouterConfig.RouteSpec(
        "r",
        groupBy,
        false,
        Map.of(),
        Map.of(),
        List.of(),
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofHours(4),
        List.of(),
        List.of(),
        Map.of(),
        List.of(children));
  }

  static RouterConfig.RouteSpec child(String receiver, boolean continues, String... matchers) {
    return new RouterConfig.RouteSpec(
        receiver,
        null,
        continues,
        Map.of(),
        Map.of(),
        List.of(matchers),
        null,
        null,
        null,
        List.of(),
        List.of(),
        Map.of(),
        List.of());
  }

  static RouterConfig.RouteSpec muted(String matcher, List<String> mute, List<String> active) {
    return new RouterConfig.RouteSpec(
        "",
        null,
        false,
        Map.of(),
        Map.of(),
        List.of(matcher),
        null,
        null,
        null,
        mute,
        active,
        Map.of(),
        List.of());
  }

  private static GlobalSection global() {
    return new GlobalSection(
        Duration.ofMinutes(5),
        null,
        "",
        "",
        "localhost",
        "",
        null,
        "",
        null,
        "",
        "",
        true,
        null,
        null,
        null,
        "",
        null,
        "",
        "",
        "",
        "",
        null,
        "",
        "",
        null,
        "",
        "",
        null,
        "",
        "",
        "",
        null,
        "",
        "",
        "",
        null,
        "",
        null,
        "",
        null,
        "",
        "");
  }

  /** Opens notifiers that note what they are told. */
  private final class Fakes implements Instances<Notifier> {
    @Override
    public Handle<Notifier> open(ExtensionConfig config, Consumer<Notifier> onNew) {
      Notifier notifier = new Noting();
      onNew.accept(notifier);
      return new Handle<>() {
        @Override
        public Lease<Notifier> acquire() {
          return new Lent(notifier);
        }

        @Override
        public void close() {}
      };
    }
  }

  private record Lent(Notifier get) implements Lease<Notifier> {
    @Override
    public void failed(Throwable cause) {}

    @Override
    public void close() {}
  }

  private final class Noting implements Notifier {
    @Override
    public void notify(Notification notification) {
      if (failures > 0) {
        failures--;
        throw new RemoteException(RemoteException.Code.UNREACHABLE, "not now");
      }
      told.add(notification);
      times.add(now());
    }

    @Override
    public boolean sendsResolved() {
      return sendsResolved;
    }

    @Override
    public void close() {}
  }
}
