/** Runs scripts of the PromQL test language. */
@NullMarked
package io.pharos.query.promql.conformance;

import org.jspecify.annotations.NullMarked;
