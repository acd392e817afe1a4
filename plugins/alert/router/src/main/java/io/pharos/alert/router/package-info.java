/**
 * The built-in alertmanager: store of alerts, route tree, groups, silences, inhibition, time
 * intervals, notification log, and the API of the original.
 */
@NullMarked
package io.pharos.alert.router;

import org.jspecify.annotations.NullMarked;
