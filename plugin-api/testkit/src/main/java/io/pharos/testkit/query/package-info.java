/** What is needed to test query engines and what uses them: their contract and a fake. */
@NullMarked
package io.pharos.testkit.query;

import org.jspecify.annotations.NullMarked;
