@NullMarked
package io.pharos.testkit.runtime;

import org.jspecify.annotations.NullMarked;
