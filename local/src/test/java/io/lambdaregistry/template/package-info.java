/** That template.yaml deploys what the functions are and need. */
@NullMarked
package io.lambdaregistry.template;

import org.jspecify.annotations.NullMarked;
