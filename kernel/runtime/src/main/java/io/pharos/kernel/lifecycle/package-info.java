/**
 * Plugins at work: what they offer, the instances made of it, and how these start, change, are
 * replaced and end. One lock, {@code Kernel.changes}, is held through every change; slots and
 * handles have small locks of their own, which are never held while a plugin is called.
 */
@NullMarked
package io.pharos.kernel.lifecycle;

import org.jspecify.annotations.NullMarked;
