package io.lambdaregistry.clienttests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

/** The server's response to one request. */
record Answer(int status, String body) {
    private static final ObjectMapper JSON = new ObjectMapper();

    JsonNode json() {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("expected JSON, got " + this, e);
        }
    }

    boolean isOk() {
        return status == 200;
    }

    /** Asserts MLflow's shape of an error, and that nothing of the server's inside shows. */
    void isError(int expectedStatus, String errorCode) {
        assertThat(status).as(body).isEqualTo(expectedStatus);
        isErrorWithoutInternals();
        assertThat(json().path("error_code").asText()).as(body).isEqualTo(errorCode);
    }

    void isErrorWithoutInternals() {
        assertThat(status).as(body).isBetween(400, 499);
        assertThat(json().path("error_code").asText()).as(body).matches("[A-Z_]+");
        assertThat(json().path("message").asText()).as(body).isNotBlank();
        assertThat(body).doesNotContain("at io.", "Exception", "java.", "software.amazon", "arn:aws", "Traceback");
    }
}
