/** What is needed to test exporters: their contract, a fake, and a sink that checks. */
@NullMarked
package io.pharos.testkit.exporter;

import org.jspecify.annotations.NullMarked;
