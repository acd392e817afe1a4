package io.pharos.toolkit.template;

/** A complex constant; all that templates can do with one is print it. Immutable. */
record GoComplex(double real, double imaginary) {}
