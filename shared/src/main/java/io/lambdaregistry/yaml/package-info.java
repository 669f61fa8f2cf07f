/** Parsing of untrusted YAML. */
@NullMarked
package io.lambdaregistry.yaml;

import org.jspecify.annotations.NullMarked;
