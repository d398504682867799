package dev.sluice.asl.run;

/** Runs the tasks of a resource. Called on a virtual thread, so it may block. */
@FunctionalInterface
public interface TaskHandler {
  /** Whatever is thrown fails the task with States.TaskFailed. */
  TaskReply run(TaskRequest request) throws Exception;
}
