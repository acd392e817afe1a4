/** Sends alerts to the Alertmanagers of the section {@code alerting}. */
@NullMarked
package io.pharos.rule.rules.relay;

import org.jspecify.annotations.NullMarked;
