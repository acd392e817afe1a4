package io.pharos.alert.router;

import io.pharos.spi.notify.Notifier;
import io.pharos.spi.runtime.Instances;

/** One way in which a receiver is told. Immutable. */
record Integration(String receiver, String type, int index, Instances.Handle<Notifier> notifier) {
  /** Names it in the notification log together with the key of a group. */
  String logKey(String groupKey) {
    return groupKey + ":" + receiver + "/" + type + "/" + index;
  }

  /** Names it in messages. */
  String name() {
    return receiver + "/" + type + "[" + index + "]";
  }
}
