@NullMarked
package io.lambdaregistry.functions.loggedmodels;

import org.jspecify.annotations.NullMarked;
