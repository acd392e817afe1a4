/** Notifications that need no service of a vendor: webhooks. */
@NullMarked
package io.pharos.notify.basic;

import org.jspecify.annotations.NullMarked;
