/** The routes of the server's site that belong to no other plugin. */
@NullMarked
package io.pharos.web.api;

import org.jspecify.annotations.NullMarked;
