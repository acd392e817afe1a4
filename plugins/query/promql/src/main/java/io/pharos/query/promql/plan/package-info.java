/** What is to be computed: the syntax tree with its times resolved and rewritten for evaluation. */
@NullMarked
package io.pharos.query.promql.plan;

import org.jspecify.annotations.NullMarked;
