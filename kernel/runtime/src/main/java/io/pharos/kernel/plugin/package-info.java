/** Plugins as archives: descriptors, class loaders, and where plugins come from. */
@NullMarked
package io.pharos.kernel.plugin;

import org.jspecify.annotations.NullMarked;
