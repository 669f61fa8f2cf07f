/** A stand-in for what lies between a client and a registry in AWS. It shares no code with what signs in this repository. */
@NullMarked
package io.lambdaregistry.clienttests.gateway;

import org.jspecify.annotations.NullMarked;
