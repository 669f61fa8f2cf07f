/** SQLite files that many threads read and write at once: of the embedded table, and of the embedded S3's index. */
@NullMarked
package io.lambdaregistry.embedded.sqlite;

import org.jspecify.annotations.NullMarked;
