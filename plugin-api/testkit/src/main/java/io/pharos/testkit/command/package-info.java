/** What is needed to test sub-commands: their contract and a fake. */
@NullMarked
package io.pharos.testkit.command;

import org.jspecify.annotations.NullMarked;
