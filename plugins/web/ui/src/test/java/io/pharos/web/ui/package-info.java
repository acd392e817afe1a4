/** Tests of the pages' routes. */
@NullMarked
package io.pharos.web.ui;

import org.jspecify.annotations.NullMarked;
