/** Tests of the engine as the rest of the server sees it. */
@NullMarked
package io.pharos.query.promql.engine;

import org.jspecify.annotations.NullMarked;
