package io.lambdaregistry.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lambdaregistry.access.Principal;
import io.lambdaregistry.error.RegistryException;
import io.lambdaregistry.event.RegistryChange;
import io.lambdaregistry.event.RegistryEvent;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PayloadTest {
    @Test
    void isWrittenAsPythonWritesJson() {
        RegistryEvent event = new RegistryEvent(
                1_777_809_600_123_456L,
                "id",
                "möd\"el",
                Principal.local("anna"),
                new RegistryChange.VersionTagSet(3, "key", "tab\t ü 😀 \u007f"));
        assertThat(Payload.of(event, false).orElseThrow().json(event.order()))
                .isEqualTo("{\"entity\": \"model_version_tag\", \"action\": \"set\","
                        + " \"timestamp\": \"2026-05-03T12:00:00.123456+00:00\","
                        + " \"data\": {\"name\": \"m\\u00f6d\\\"el\", \"version\": \"3\", \"key\": \"key\","
                        + " \"value\": \"tab\\t \\u00fc \\ud83d\\ude00 \\u007f\"}}");
    }

    @Test
    void isSignedOverIdTimestampAndBody() {
        // printf 'id.1.{}' | openssl dgst -sha256 -hmac s -binary | base64
        assertThat(SignedDelivery.headers("id", 1, "{}", Optional.of("s")))
                .containsEntry("X-MLflow-Signature", "v1,FBhQvUxwRZEwPkHvJlYP68fzcPeHBTuRJdaSnq1LtyA=")
                .containsEntry("X-MLflow-Delivery-Id", "id")
                .containsEntry("X-MLflow-Timestamp", "1");
        assertThat(SignedDelivery.headers("id", 1, "{}", Optional.empty())).doesNotContainKey("X-MLflow-Signature");
    }

    @Test
    void everyEventOfMlflowHasAnExample() {
        for (WebhookEvent.Entity entity : WebhookEvent.Entity.values()) {
            for (WebhookEvent.Action action : WebhookEvent.Action.values()) {
                try {
                    assertThat(Payload.example(new WebhookEvent(entity, action)).data())
                            .isNotEmpty();
                } catch (RegistryException invalid) {
                    assertThat(invalid).hasMessageStartingWith("Invalid action '" + action.label());
                }
            }
        }
    }

    @Test
    void aSecretIsReadOnlyWithItsKeyAndForItsWebhook() {
        AesSecretCipher cipher = new AesSecretCipher(new byte[32]);
        String ciphered = cipher.seal("hook", "secret");
        assertThat(ciphered).doesNotContain("secret").isNotEqualTo(cipher.seal("hook", "secret"));
        assertThat(cipher.open("hook", ciphered)).isEqualTo("secret");
        assertThatThrownBy(() -> cipher.open("another", ciphered)).isInstanceOf(IllegalStateException.class);
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        assertThatThrownBy(() -> new AesSecretCipher(otherKey).open("hook", ciphered))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPromptIsAnnouncedAsOneIfItIsOneAfterTheChange() {
        RegistryEvent event = new RegistryEvent(
                1,
                "id",
                "p",
                Principal.local("anna"),
                new RegistryChange.ModelTagSet("mlflow.prompt.is_prompt", "true"));
        assertThat(event.change().isPromptAfter(false)).isTrue();
        assertThat(Payload.of(event, true).orElseThrow().event()).hasToString("prompt_tag.set");
        assertThat(Payload.of(event, false)).isEmpty();
        RegistryChange created =
                new RegistryChange.ModelCreated("d", Map.of("mlflow.prompt.is_prompt", "TRUE", "k", "v"));
        assertThat(Payload.of(new RegistryEvent(1, "id", "p", Principal.local("anna"), created), false)
                        .orElseThrow()
                        .json(0))
                .contains("\"entity\": \"prompt\"")
                .contains("\"data\": {\"name\": \"p\", \"tags\": {\"k\": \"v\"}, \"description\": \"d\"}");
    }
}
