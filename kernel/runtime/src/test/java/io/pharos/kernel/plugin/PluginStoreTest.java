package io.pharos.kernel.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.spi.error.ConfigException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginStoreTest {
  @TempDir Path folder;

  @Test
  void loaderSeesTheApiTheJdkAndItsOwnClassesAndNothingElse() throws Exception {
    Path path = new CompiledPlugin("alone", "1").source("Own", "public class Own {}").into(folder);
    PluginStore store = new PluginStore();
    PluginStore.Loaded loaded = store.load(path, store.read(path));
    ClassLoader loader = loaded.loader();

    assertThat(loader.loadClass("stranger.Own").getClassLoader()).isSameAs(loader);
    assertThat(loader.loadClass("io.pharos.spi.part.Part")).isSameAs(io.pharos.spi.part.Part.class);
    assertThat(loader.loadClass("java.sql.Driver").getName()).isEqualTo("java.sql.Driver");
    assertThatThrownBy(() -> loader.loadClass("io.pharos.kernel.plugin.PluginStore"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> loader.loadClass("com.google.inject.Guice"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThatThrownBy(() -> loader.loadClass("com.google.common.collect.ImmutableList"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(loader.getResource("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")).isNull();
    assertThat(
            loader
                .getResources("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")
                .hasMoreElements())
        .isFalse();
    assertThat(loader.getResource("META-INF/extensions.idx").toString()).contains("/alone/");
    store.unload(loaded.storeId());
  }

  @Test
  void twoVersionsOfAPluginCanBeLoadedBesideEachOther() {
    CompiledPlugin plugin = new CompiledPlugin("twice", "1").source("Own", "public class Own {}");
    Path path = plugin.into(folder);
    PluginStore store = new PluginStore();
    PluginStore.Loaded one = store.load(path, store.read(path));
    PluginStore.Loaded two = store.load(path, store.read(path));
    assertThat(one.loader()).isNotSameAs(two.loader());
    store.unload(one.storeId());
    store.unload(two.storeId());
  }

  @Test
  void refusesAnotherVersionOfTheApi() {
    Path path = new CompiledPlugin("future", "1").property("plugin.requires", "0.2").into(folder);
    assertThatThrownBy(() -> new PluginStore().read(path))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(
            "future needs another version of the plugin API [requires=0.2, offered=0.1]");
  }

  @Test
  void readsADescriptor() {
    Path path =
        new CompiledPlugin("lights", "1.2")
            .property("pharos.extensions", "discovery:lights, notify:horn=horn_calls")
            .property("pharos.keys", "server:lights, alertmanager:global.horn_url")
            .property("pharos.flag.lights.path", "path;lights/;Where; and why.")
            .property("pharos.flag.lights.more", "string*;;More.")
            .property("pharos.command.lights", "Lists them.")
            .property("pharos.port.lights", "9999")
            .into(folder);
    Descriptor read = new PluginStore().read(path);
    assertThat(read.extensions())
        .containsExactly(
            new Descriptor.Extension(Kind.DISCOVERY, "lights", "lights_sd_configs"),
            new Descriptor.Extension(Kind.NOTIFY, "horn", "horn_calls"),
            new Descriptor.Extension(Kind.COMMAND, "lights", ""));
    assertThat(read.sections())
        .containsExactly(
            new Descriptor.Section("server", "lights"),
            new Descriptor.Section("alertmanager", "global.horn_url"));
    assertThat(read.flags())
        .containsExactly(
            new FlagSpec("lights.more", FlagSpec.Type.STRING, true, "", "More.", "lights"),
            new FlagSpec(
                "lights.path", FlagSpec.Type.PATH, false, "lights/", "Where; and why.", "lights"));
    assertThat(read.ports()).containsEntry("lights", 9999);
  }

  @Test
  void namesWhatIsWrongInADescriptor() {
    Path path = new CompiledPlugin("odd", "1").property("pharos.extension", "part:x").into(folder);
    assertThatThrownBy(() -> new PluginStore().read(path))
        .hasMessage("descriptor of plugin odd: unknown property 'pharos.extension'");
  }
}
