/** SQLite files with concurrent readers and writers, for the embedded table and for the embedded S3's index. */
@NullMarked
package io.lambdaregistry.embedded.sqlite;

import org.jspecify.annotations.NullMarked;
