package io.pharos.kernel.lifecycle;

import io.pharos.kernel.plugin.CompiledPlugin;

/** Plugins for tests of the kernel. */
final class Strangers {
  private static final String IMPORTS =
      """
      import io.pharos.spi.part.*;
      import io.pharos.spi.config.*;
      import io.pharos.spi.runtime.*;
      import io.pharos.spi.http.*;
      import io.pharos.spi.discovery.*;
      import io.pharos.spi.error.*;
      import java.util.*;
      import java.util.function.*;
      import org.pf4j.Extension;
      import jakarta.inject.Inject;
      """;

  static final String EVENTS =
      IMPORTS
          + """
          final class Events {
            @SuppressWarnings("unchecked")
            static void add(Object event) {
              Queue<Object> events = (Queue<Object>) System.getProperties().get("stranger.events");
              if (events != null) events.add(event);
            }
          }
          """;

  private Strangers() {}

  /** Offers a number, {@code number.value} of the file. Word: what its start leaves as an event. */
  static CompiledPlugin number(String version, String word, boolean reconfigurable) {
    String apply =
        reconfigurable
            ? """
              public Applied apply(Config next) {
                if (next.number().fixed() != number.fixed()) return Applied.NEEDS_NEW;
                number = next.number();
                Events.add("apply " + number.value());
                return Applied.APPLIED;
              }
              """
            : "";
    return new CompiledPlugin("number", version)
        .property("pharos.extensions", "part:number")
        .property("pharos.keys", "server:number")
        .source("Events", EVENTS)
        .source(
            "Config",
            IMPORTS
                + """
                public record Config(Number number) {
                  public record Number(@Default("1") int value, @Default("0") int fixed) {
                    public Number {
                      if (value < 0) throw new ConfigException("value must not be negative");
                    }
                  }
                }
                """)
        .extension(
            "NumberFactory",
            IMPORTS
                + """
                @Extension
                public final class NumberFactory implements PartFactory<Config> {
                  public String name() { return "number"; }
                  public Class<Config> configType() { return Config.class; }
                  public Part create(Config config, Context context) {
                    return new Running(config.number());
                  }
                  static final class Running implements Part, IntSupplier%s {
                    volatile Config.Number number;
                    Running(Config.Number number) { this.number = number; }
                    public int getAsInt() { return number.value(); }
                    public Map<Class<?>, Object> services() { return Map.of(IntSupplier.class, this); }
                    public void start() {
                      if (number.value() == 666) throw new IllegalStateException("no luck");
                      Events.add("start %s " + number.value());
                    }
                    public void close() { Events.add("close %s " + number.value()); }
                    %s
                  }
                }
                """
                    .formatted(
                        reconfigurable ? ", Reconfigurable<Config>" : "", word, word, apply));
  }

  /** Reads the number and serves it at {@code /number}; its name sorts before the other's. */
  static CompiledPlugin reader() {
    return new CompiledPlugin("a-reader", "1")
        .property("pharos.extensions", "part:reader")
        .source("Events", EVENTS)
        .extension(
            "ReaderFactory",
            IMPORTS
                + """
                @Extension
                public final class ReaderFactory implements PartFactory<ReaderFactory.Nothing> {
                  public record Nothing() {}
                  final ServiceRef<IntSupplier> numbers;
                  @Inject ReaderFactory(ServiceRef<IntSupplier> numbers) { this.numbers = numbers; }
                  public String name() { return "reader"; }
                  public Class<Nothing> configType() { return Nothing.class; }
                  int number() {
                    try (Lease<IntSupplier> lease = numbers.acquire()) { return lease.get().getAsInt(); }
                  }
                  public Part create(Nothing config, Context context) {
                    return new Part() {
                      public void start() { Events.add("reader sees " + (numbers.isPresent() ? number() : -1)); }
                      public List<Route> routes() {
                        return List.of(Route.get("/number", (request, response) ->
                            response.text("text/plain", "" + number())));
                      }
                      public void close() { Events.add("close reader"); }
                    };
                  }
                }
                """);
  }

  /** Brings the page {@code /lights}. */
  static CompiledPlugin lights(String title) {
    return new CompiledPlugin("lights", "1")
        .property("pharos.extensions", "web:lights")
        .extension(
            "LightsFactory",
            web("lights")
                + """
                public List<Route> routes() {
                  return List.of(Route.get("/lights/page.js", (request, response) ->
                      response.text("text/javascript", "export function mount() {}")));
                }
                public List<Page> pages() {
                  return List.of(new Page("/lights", "%s", "/lights/page.js"));
                }
                public void close() {}
                };
                }
                }
                """
                    .formatted(title));
  }

  /** Shows pages: answers with their owners and titles. */
  static CompiledPlugin frame() {
    return new CompiledPlugin("frame", "1")
        .property("pharos.extensions", "web:frame")
        .extension(
            "FrameFactory",
            web("frame")
                + """
                public List<Route> routes() { return List.of(); }
                public Optional<HttpHandler> frame() {
                  return Optional.of((request, response) -> {
                    StringBuilder text = new StringBuilder(request.path());
                    for (WebPages.Brought each : brought.list())
                      text.append(" ").append(each.plugin()).append("=").append(each.page().title());
                    response.text("text/plain", text.toString());
                  });
                }
                public void close() {}
                };
                }
                }
                """);
  }

  /** A factory of kind {@code web} up to the methods of its module. */
  private static String web(String type) {
    String name = Character.toUpperCase(type.charAt(0)) + type.substring(1) + "Factory";
    return IMPORTS
        + """
        import io.pharos.spi.web.*;
        @Extension
        public final class %s implements WebFactory<%s.Nothing> {
          public record Nothing() {}
          final WebPages brought;
          @Inject %s(WebPages brought) { this.brought = brought; }
          public String type() { return "%s"; }
          public Class<Nothing> configType() { return Nothing.class; }
          public WebModule create(Nothing config, Context context) {
            return new WebModule() {
        """
            .formatted(name, name, name, type);
  }

  /** Opens what {@code lamps} lists, as scraping does with discoveries. */
  static CompiledPlugin user() {
    return new CompiledPlugin("user", "1")
        .property("pharos.extensions", "part:user")
        .property("pharos.keys", "server:lamps")
        .source("Events", EVENTS)
        .source(
            "Config",
            IMPORTS
                + """
                public record Config(Lamps lamps) {
                  public record Lamps(@OpenKeys("discovery") List<ExtensionConfig> discovery) {}
                }
                """)
        .extension(
            "UserFactory",
            IMPORTS
                + """
                @Extension
                public final class UserFactory implements PartFactory<Config> {
                  final Instances<Discoverer> discoverers;
                  @Inject UserFactory(Instances<Discoverer> discoverers) { this.discoverers = discoverers; }
                  public String name() { return "user"; }
                  public Class<Config> configType() { return Config.class; }
                  public Part create(Config config, Context context) { return new Running(config); }
                  final class Running implements Part, Reconfigurable<Config> {
                    Config config;
                    final List<Instances.Handle<Discoverer>> handles = new ArrayList<>();
                    Running(Config config) { this.config = config; }
                    public void start() { open(); }
                    void open() {
                      for (ExtensionConfig entry : config.lamps().discovery())
                        handles.add(discoverers.open(entry, d -> d.start(groups -> {})));
                    }
                    public Applied apply(Config next) {
                      close();
                      config = next;
                      open();
                      return Applied.APPLIED;
                    }
                    public void close() {
                      handles.forEach(Instances.Handle::close);
                      handles.clear();
                    }
                  }
                }
                """);
  }

  /** A discovery {@code lamp}. Body: of its start. */
  static CompiledPlugin lamp(String version, String word, String body) {
    return new CompiledPlugin("lamp", version)
        .property("pharos.extensions", "discovery:lamp")
        .source("Events", EVENTS)
        .extension(
            "LampFactory",
            IMPORTS
                + """
                @Extension
                public final class LampFactory implements DiscoveryFactory<LampFactory.Lamp> {
                  public record Lamp(@Default("x") String colour) {}
                  public String type() { return "lamp"; }
                  public Class<Lamp> configType() { return Lamp.class; }
                  public Discoverer create(Lamp lamp, Context context) {
                    return new Discoverer() {
                      public void start(Sink sink) {
                        Events.add("%s on " + lamp.colour());
                        %s
                      }
                      public void close() { Events.add("%s off " + lamp.colour()); }
                    };
                  }
                }
                """
                    .formatted(word, body, word));
  }
}
