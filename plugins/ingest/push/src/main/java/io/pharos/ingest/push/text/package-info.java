/** Reads bodies in the text format, as strictly as the original does. */
@NullMarked
package io.pharos.ingest.push.text;

import org.jspecify.annotations.NullMarked;
