package dev.sluice.definition;

import tools.jackson.databind.JsonNode;

/** A document of a kind that no feature present reads: kept as it is, unchecked. */
public record OtherDefinition(String kind, String name, JsonNode tree, Position at, String hash)
    implements Definition {}
