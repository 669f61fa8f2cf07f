/** Reading YAML that nobody has reason to trust. */
@NullMarked
package io.lambdaregistry.yaml;

import org.jspecify.annotations.NullMarked;
