package io.pharos.testkit.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pharos.model.label.Labels;
import io.pharos.spi.error.RemoteException;
import io.pharos.spi.notify.Notification;
import io.pharos.spi.notify.Notifier;
import io.pharos.spi.notify.NotifierFactory;
import io.pharos.testkit.runtime.ContextContract;
import io.pharos.testkit.runtime.FakeContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/**
 * What every notifier must do. A notifier's test extends this and stands in for the place that is
 * told: it says how often it was, and can refuse.
 *
 * @param <C> the factory's record
 */
public abstract class NotifyContract<C extends Record> extends ContextContract<C> {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** The factory under test. */
  protected abstract NotifierFactory<C> factory();

  /** How many notifications have arrived. */
  protected abstract int delivered() throws Exception;

  /** From now on the other side cannot be reached, or refuses. */
  protected abstract void breakTheOtherSide() throws Exception;

  @Override
  protected final Class<C> configType() {
    return factory().configType();
  }

  @Override
  protected final String word() {
    return factory().type();
  }

  /** A notification of one alert that fires and one that is over. */
  protected static Notification notification(String group) {
    return new Notification(
        "team",
        "{}:{alertname=\"" + group + "\"}",
        Labels.of("alertname", group),
        List.of(alert(group, "a", true), alert(group, "b", false)),
        "http://alertmanager",
        "first notification",
        Labels.empty());
  }

  private static Notification.Alert alert(String name, String job, boolean firing) {
    return new Notification.Alert(
        Labels.of("alertname", name, "job", job, "odd", "\"quoted\" \\ <é>\n"),
        Map.of("summary", "something of " + job),
        FakeContext.START,
        FakeContext.START + 60_000,
        firing,
        "http://server/graph",
        firing ? "00000000000000ff" : "0000000000000001");
  }

  @Test
  void itsKeyIsLegal() {
    assertThat(factory().configKey()).matches("[a-z][a-z0-9_]*_configs");
  }

  @Test
  void createStartsAndTellsNothing() throws Exception {
    Notifier notifier = factory().create(config(), context());
    assertThat(context().time().running()).isZero();
    assertThat(delivered()).isZero();
    notifier.close();
  }

  @Test
  void hasDeliveredWhenItReturns() throws Exception {
    try (Notifier notifier = factory().create(config(), context())) {
      notifier.notify(notification("One"));
      assertThat(delivered()).isEqualTo(1);
      notifier.notify(notification("Two"));
      assertThat(delivered()).isEqualTo(2);
    }
  }

  @Test
  void deliversForManyAtOnce() throws Exception {
    try (Notifier notifier = factory().create(config(), context());
        var executor = Executors.newFixedThreadPool(4)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Notification notification = notification("Group" + i);
        running.add(
            executor.submit(
                () -> {
                  notifier.notify(notification);
                  return notification;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
      assertThat(delivered()).isEqualTo(12);
    }
  }

  @Test
  void saysThatItCouldNotDeliver() throws Exception {
    try (Notifier notifier = factory().create(config(), context())) {
      breakTheOtherSide();
      assertThatThrownBy(() -> notifier.notify(notification("Lost")))
          .isInstanceOf(RemoteException.class);
      assertThat(delivered()).isZero();
    }
  }

  @Test
  void wantsToHearOfEndedAlertsOrNot() throws Exception {
    try (Notifier notifier = factory().create(config(), context())) {
      assertThat(notifier.sendsResolved()).isEqualTo(notifier.sendsResolved());
    }
  }

  @Test
  void anInterruptEndsADelivery() throws Exception {
    try (Notifier notifier = factory().create(config(), context())) {
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    Thread.currentThread().interrupt();
                    try {
                      notifier.notify(notification("Late"));
                    } catch (InterruptedException | RemoteException e) {
                      // both say that nothing was delivered
                    }
                  });
      assertThat(thread.join(PATIENCE)).as("delivery ends").isTrue();
    }
  }

  @Test
  void closesTwice() throws Exception {
    Notifier notifier = factory().create(config(), context());
    notifier.close();
    notifier.close();
  }
}
