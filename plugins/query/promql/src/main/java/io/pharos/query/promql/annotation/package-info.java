/** Warnings and infos that a query collects, each with the place in the text that it is about. */
@NullMarked
package io.pharos.query.promql.annotation;

import org.jspecify.annotations.NullMarked;
