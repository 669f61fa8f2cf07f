/** The registry on a laptop, in one JVM: a table on SQLite, S3Proxy, and a gateway that calls the functions of template.yaml. */
@NullMarked
package io.lambdaregistry.local;

import org.jspecify.annotations.NullMarked;
