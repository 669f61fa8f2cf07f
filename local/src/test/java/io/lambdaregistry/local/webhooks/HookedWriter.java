package io.lambdaregistry.local.webhooks;

import io.lambdaregistry.local.LocalRegistry;
import io.lambdaregistry.local.Options;
import io.lambdaregistry.local.data.StartException;
import io.lambdaregistry.registry.ModelRegistry;
import io.lambdaregistry.webhook.WebhookEvent;
import io.lambdaregistry.webhook.WebhookStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Changes a model with a webhook until it is killed, and prints what has been acknowledged. */
final class HookedWriter {
    static final String MODEL = "hooked";

    private HookedWriter() {}

    /** @param args the folder, the receiver's URL, and the first number to write */
    public static void main(String[] args) throws StartException {
        Options options = Options.inFolder(Path.of(args[0])).withWebhookPrivateNetworks();
        try (LocalRegistry local = LocalRegistry.start(options)) {
            ModelRegistry registry = local.services().registry();
            int first = Integer.parseInt(args[2]);
            if (first == 0) {
                local.services()
                        .webhooks()
                        .create(
                                "hook",
                                "",
                                args[1],
                                List.of(WebhookEvent.parse("model_version_tag.set")),
                                WebhookStatus.ACTIVE,
                                Optional.of("secret"));
                registry.createModel(MODEL, "", Map.of());
                registry.createVersion(MODEL, "s3://bucket/model", null, null, "", "", Map.of());
            }
            for (int i = first; ; i++) {
                registry.setVersionTag(MODEL, "1", "k", Integer.toString(i));
                System.out.println(i);
            }
        }
    }
}
