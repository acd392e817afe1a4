/** What is needed to test routes and pages: their contract and a fake. */
@NullMarked
package io.pharos.testkit.web;

import org.jspecify.annotations.NullMarked;
