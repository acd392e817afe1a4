/**
 * Go's text/template with the functions of Prometheus and Alertmanager: a lexer, a parser that
 * refuses what Go refuses in the same words, and an executor bounded in depth and output.
 */
@NullMarked
package io.pharos.toolkit.template;

import org.jspecify.annotations.NullMarked;
