package dev.sluice.postgres;

import dev.sluice.dataset.Entry;
import dev.sluice.record.FieldError;
import java.util.List;

/**
 * A record about to become a dead letter.
 *
 * @param position of the entry in its batch
 */
record Letter(int position, Entry entry, String code, List<FieldError> errors) {}
