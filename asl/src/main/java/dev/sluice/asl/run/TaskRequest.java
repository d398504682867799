package dev.sluice.asl.run;

import dev.sluice.asl.model.TaskResource;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A task to run. {@code token} is there where the task ends by callback; {@code attempt} counts
 * from 0, one more for each retry.
 */
public record TaskRequest(
    String state,
    TaskResource resource,
    JsonNode input,
    @Nullable String token,
    @Nullable String roleArn,
    int attempt) {}
