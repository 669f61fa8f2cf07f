package io.lambdaregistry.dynamodb.seal;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.kit.Query;
import io.lambdaregistry.seal.ListedFile;
import io.lambdaregistry.seal.Progress;
import io.lambdaregistry.seal.ResumableSha256;
import io.lambdaregistry.seal.SealRequest;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** How far the files of a version are digested: {@code DIGESTS#<model id>#<number>} / hash of the path. */
final class ProgressItems {
    private static final String PATH = "path";
    private static final String SIZE = "size";
    private static final String ETAG = "etag";
    private static final String MODIFIED = "modified";
    private static final String STATE = "state";

    private ProgressItems() {}

    private static String partition(SealRequest request) {
        return "DIGESTS#" + request.modelId() + "#" + request.version();
    }

    static Query all(SealRequest request) {
        return Query.table(partition(request));
    }

    static Item of(SealRequest request, Progress progress) {
        ListedFile file = progress.file();
        return Item.with(new Key(partition(request), Keys.hash(file.path())))
                .set(PATH, file.path())
                .set(SIZE, (Long) file.size())
                .set(ETAG, file.etag())
                .set(MODIFIED, (Long) file.lastModified())
                .set(
                        STATE,
                        AttributeValue.fromB(
                                SdkBytes.fromByteArray(progress.state().state())));
    }

    static Progress toProgress(Item item) {
        return new Progress(
                new ListedFile(item.string(PATH), item.number(SIZE), item.string(ETAG), item.number(MODIFIED)),
                ResumableSha256.from(item.required(STATE).b().asByteArray()));
    }
}
