/**
 * JSONata as Step Functions has it: 2.0.6 without {@code $eval}, with {@code $partition, $range,
 * $hash, $random, $uuid, $parse}.
 */
@org.jspecify.annotations.NullMarked
package dev.sluice.asl.jsonata;
