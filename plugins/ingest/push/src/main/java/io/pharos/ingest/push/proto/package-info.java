/** Reads bodies of delimited protobuf messages, the form that client libraries push by default. */
@NullMarked
package io.pharos.ingest.push.proto;

import org.jspecify.annotations.NullMarked;
