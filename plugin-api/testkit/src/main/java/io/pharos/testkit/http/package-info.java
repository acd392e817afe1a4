/** Requests and answers for handlers of routes, without a network. */
@NullMarked
package io.pharos.testkit.http;

import org.jspecify.annotations.NullMarked;
