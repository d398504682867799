package dev.sluice.asl.engine;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who an execution is, for the context object. {@code redriveCount} null where the context does not
 * tell (Express, TestState).
 */
public record Identity(
    String executionArn,
    String executionName,
    String machineArn,
    String machineName,
    @Nullable String roleArn,
    Instant startTime,
    @Nullable Integer redriveCount) {

  /** A standard execution of an account and region. */
  public static Identity standard(
      String machineName, String executionName, String roleArn, Instant startTime) {
    String prefix = "arn:aws:states:us-east-1:111111111111:";
    return new Identity(
        prefix + "execution:" + machineName + ":" + executionName,
        executionName,
        prefix + "stateMachine:" + machineName,
        machineName,
        roleArn,
        startTime,
        0);
  }
}
