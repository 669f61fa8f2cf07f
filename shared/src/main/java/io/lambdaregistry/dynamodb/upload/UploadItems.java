package io.lambdaregistry.dynamodb.upload;

import io.lambdaregistry.dynamodb.kit.Item;
import io.lambdaregistry.dynamodb.kit.Key;
import io.lambdaregistry.dynamodb.kit.Keys;
import io.lambdaregistry.dynamodb.registry.ModelItems;
import io.lambdaregistry.upload.ModelFolder;
import io.lambdaregistry.upload.RegisteredUpload;
import io.lambdaregistry.upload.UploadedObject;
import java.util.Map;

/**
 * The items of uploads: {@code UPLOADS#<bucket>/<folder>} / the id of one put of its {@code MLmodel}. They are sorted by the
 * order of the puts, and outlive their version and its model, so that a late event makes no second version.
 */
public final class UploadItems {
    static final String MODEL_ID = "model_id";
    static final String MODEL_NAME = "model_name";
    static final String VERSION = "version";

    private UploadItems() {}

    static String partition(ModelFolder folder) {
        return partition(folder.bucket(), folder.path());
    }

    public static String partition(String bucket, String path) {
        return "UPLOADS#" + bucket + "/" + path;
    }

    static Key key(ModelFolder folder, UploadedObject upload) {
        return new Key(partition(folder), upload.putId());
    }

    static Item create(ModelFolder folder, UploadedObject upload, Item model, long version) {
        return Item.with(key(folder, upload))
                .set(MODEL_ID, model.string(ModelItems.ID))
                .set(MODEL_NAME, model.string(ModelItems.NAME))
                .set(VERSION, version)
                .set(Keys.UPDATE_SK, upload.putOrder() + "#" + Keys.sortable(version));
    }

    /** Whether an upload was put after the one of the given order. */
    static boolean isNewer(Item upload, String putOrder) {
        return upload.string(Keys.UPDATE_SK).compareTo(putOrder + "~") > 0;
    }

    static RegisteredUpload toUpload(Item item, boolean created, Map<String, String> tags) {
        return new RegisteredUpload(
                item.string(MODEL_ID), item.string(MODEL_NAME), item.number(VERSION), created, tags);
    }
}
