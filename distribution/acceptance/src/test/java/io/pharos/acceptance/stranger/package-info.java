/** Plugins of somebody else: how tests build them, and what they are held to. */
@NullMarked
package io.pharos.acceptance.stranger;

import org.jspecify.annotations.NullMarked;
