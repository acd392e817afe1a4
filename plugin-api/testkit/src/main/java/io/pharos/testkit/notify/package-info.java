/** What is needed to test notifiers: their contract and a fake. */
@NullMarked
package io.pharos.testkit.notify;

import org.jspecify.annotations.NullMarked;
