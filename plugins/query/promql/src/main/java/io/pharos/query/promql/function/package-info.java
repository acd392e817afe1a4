/** What the functions of the language compute. */
@NullMarked
package io.pharos.query.promql.function;

import org.jspecify.annotations.NullMarked;
