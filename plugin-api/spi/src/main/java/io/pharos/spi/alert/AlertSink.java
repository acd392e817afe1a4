package io.pharos.spi.alert;

import io.pharos.spi.Experimental;
import java.util.List;

/**
 * Takes alerts over and sees that people hear of them; the built-in alertmanager is one. A service,
 * offered by a part. Thread-safe; called after each evaluation that has something to say.
 */
@Experimental(since = "0.1")
public interface AlertSink {
  /**
   * Takes alerts: firing ones again and again while they last, and once more when they have ended
   * ({@code endsAt} in the past). Does not wait for their delivery.
   */
  void post(List<Alert> alerts);
}
