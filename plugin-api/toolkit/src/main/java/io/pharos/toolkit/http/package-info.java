/** What routes of {@code /api/v1} share: parameters, errors, the envelope around their data. */
@NullMarked
package io.pharos.toolkit.http;

import org.jspecify.annotations.NullMarked;
