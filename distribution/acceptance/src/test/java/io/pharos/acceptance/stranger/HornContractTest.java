package io.pharos.acceptance.stranger;

import io.pharos.spi.notify.NotifierFactory;
import io.pharos.testkit.notify.NotifyContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class HornContractTest extends NotifyContract<Record> {
  private static final LoadedStranger HORN = LoadedStranger.of(StrangerPlugin.of("horn"));

  @Override
  @SuppressWarnings("unchecked") // the contract hands it records of its own type alone
  protected NotifierFactory<Record> factory() {
    return HORN.factory(NotifierFactory.class);
  }

  private Path heard() {
    return folder.resolve("heard.txt");
  }

  @Override
  protected Record config() {
    return LoadedStranger.record(factory().configType(), heard(), true);
  }

  @Override
  protected int delivered() throws IOException {
    if (!Files.isRegularFile(heard())) {
      return 0;
    }
    return (int) Files.readString(heard()).lines().filter(line -> line.contains("firing")).count();
  }

  @Override
  protected void breakTheOtherSide() throws IOException {
    Files.createDirectory(heard());
  }
}
