package dev.sluice.feed;

import dev.sluice.dataset.Entry;
import dev.sluice.dataset.Verdict;
import dev.sluice.run.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What requests brought that share one commit, in the order they came. */
record Submissions(List<Submission> all) {

  /** One request's. */
  record Submission(List<Taken> records, FeedRequest request) {}

  /** Of all requests. */
  List<Taken> records() {
    List<Taken> records = new ArrayList<>();
    all.forEach(submission -> records.addAll(submission.records()));
    return records;
  }

  /** One for each record, numbered through. */
  List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Submission submission : all) {
      for (Taken taken : submission.records()) {
        entries.add(
            new Entry(
                entries.size(),
                taken.original(),
                submission.request().correlation(),
                taken.processed(),
                taken.source()));
      }
    }
    return entries;
  }

  List<FeedRequest> requests() {
    return all.stream().map(Submission::request).toList();
  }

  /** Of a batch made of them: the request's where there is one only. */
  String correlation(UUID batch) {
    return all.size() == 1 ? all.getFirst().request().correlation() : batch.toString();
  }

  List<String> correlations() {
    return all.stream().map(submission -> submission.request().correlation()).toList();
  }

  /**
   * One for each request.
   *
   * @param verdicts of all records
   */
  List<FeedReply> replies(UUID run, List<Verdict> verdicts) {
    List<FeedReply> replies = new ArrayList<>(all.size());
    int from = 0;
    for (Submission submission : all) {
      int to = from + submission.records().size();
      List<String> sources =
          submission.records().stream()
              .map(taken -> taken.source() == null ? "" : taken.source())
              .toList();
      replies.add(new FeedReply(run, verdicts.subList(from, to), sources));
      from = to;
    }
    return replies;
  }

  /** Those that are to be kept for a later try of their requests. */
  List<Answer> answers(UUID run, List<Verdict> verdicts) {
    List<FeedReply> replies = replies(run, verdicts);
    List<Answer> answers = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      var answer = all.get(i).request().answer();
      if (answer != null) {
        answers.add(answer.apply(replies.get(i)));
      }
    }
    return answers;
  }
}
