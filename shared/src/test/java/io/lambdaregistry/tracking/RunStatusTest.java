package io.lambdaregistry.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Enums come as names and as numbers. */
final class RunStatusTest {
    @Test
    void statusesAreNamedOrNumbered() {
        assertThat(RunStatus.of("FINISHED")).contains(RunStatus.FINISHED);
        assertThat(RunStatus.of("3")).contains(RunStatus.FINISHED);
        assertThat(RunStatus.of("nope")).isEmpty();
        assertThat(RunStatus.of(null)).isEmpty();
    }

    @Test
    void viewsAreNamedOrNumbered() {
        assertThat(ViewType.of("DELETED_ONLY", ViewType.ALL)).isEqualTo(ViewType.DELETED_ONLY);
        assertThat(ViewType.of("3", ViewType.ACTIVE_ONLY)).isEqualTo(ViewType.ALL);
        assertThat(ViewType.of("x", ViewType.ACTIVE_ONLY)).isEqualTo(ViewType.ACTIVE_ONLY);
    }

    @Test
    void statusesOfLoggedModelsAreNamedOrNumbered() {
        assertThat(LoggedModelStatus.of("LOGGED_MODEL_READY")).isEqualTo(LoggedModelStatus.READY);
        assertThat(LoggedModelStatus.of("3")).isEqualTo(LoggedModelStatus.UPLOAD_FAILED);
        assertThat(LoggedModelStatus.of("READY")).isEqualTo(LoggedModelStatus.UNSPECIFIED);
        assertThat(LoggedModelStatus.of("9")).isEqualTo(LoggedModelStatus.UNSPECIFIED);
        assertThat(LoggedModelStatus.UNSPECIFIED.label()).isEqualTo("LOGGED_MODEL_STATUS_UNSPECIFIED");
    }
}
