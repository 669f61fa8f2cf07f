/** The servers and the Python environments that benchmarks and client tests start in processes of their own. */
@NullMarked
package io.lambdaregistry.processes;

import org.jspecify.annotations.NullMarked;
