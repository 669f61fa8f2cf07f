package io.lambdaregistry.embedded.dynamodb;

import software.amazon.awssdk.core.SdkBytes;

/** The primary key of an item, as bytes of UTF-8. */
record ItemKey(SdkBytes hash, SdkBytes range) {}
