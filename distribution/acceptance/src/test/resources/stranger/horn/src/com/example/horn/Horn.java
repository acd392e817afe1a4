package com.example.horn;

import io.pharos.spi.error.RemoteException;
import io.pharos.spi.notify.Notification;
import io.pharos.spi.notify.Notifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/** Appends what it has to say to a file. */
final class Horn implements Notifier {
  private static final String SOUND = "toot";

  private final HornConfig config;

  Horn(HornConfig config) {
    this.config = config;
  }

  @Override
  public void notify(Notification notification) {
    StringBuilder text = new StringBuilder();
    for (Notification.Alert alert : notification.alerts()) {
      text.append(SOUND)
          .append(alert.firing() ? " firing " : " resolved ")
          .append(alert.labels())
          .append('\n');
    }
    try {
      Files.writeString(
          config.file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new RemoteException(
          RemoteException.Code.UNREACHABLE,
          "horn cannot be sounded [file=" + config.file() + "]: " + e.getMessage(),
          e);
    }
  }

  @Override
  public boolean sendsResolved() {
    return config.sendResolved();
  }

  @Override
  public void close() {}
}
