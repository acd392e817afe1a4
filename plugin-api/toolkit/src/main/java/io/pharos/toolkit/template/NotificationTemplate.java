package io.pharos.toolkit.template;

import io.pharos.spi.notify.Notification;
import java.util.Map;

/** Templates over a notification, with Alertmanager's functions and data. */
public final class NotificationTemplate {
  private NotificationTemplate() {}

  /**
   * The text of a template for a notification.
   *
   * @throws TemplateException in Go's words if it cannot be read or carried out
   */
  public static String expand(String text, Notification notification) {
    if (text.isEmpty() || !text.contains("{{")) {
      return text;
    }
    Map<String, Function> functions =
        AlertmanagerFunctions.of(
            name -> notification.routeLabels().valueOf(name), () -> GoTime.ZERO);
    return Template.parse("", text, functions).execute(NotificationData.of(notification));
  }
}
