/** Tests that template.yaml agrees with the functions: their events, roles, table and log. */
@NullMarked
package io.lambdaregistry.template;

import org.jspecify.annotations.NullMarked;
