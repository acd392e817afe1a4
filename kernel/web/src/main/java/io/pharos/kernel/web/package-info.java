/** The HTTP host: listeners, routes of plugins, and outgoing clients. */
@NullMarked
package io.pharos.kernel.web;

import org.jspecify.annotations.NullMarked;
