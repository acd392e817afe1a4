/** Recording and alerting rules: their files, groups, evaluation and state. */
@NullMarked
package io.pharos.rule.rules;

import org.jspecify.annotations.NullMarked;
