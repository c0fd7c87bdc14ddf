namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What models are to be compared as.</summary>
/// <param name="Task">The task.</param>
/// <param name="Detection">How a detector writes boxes; <see langword="null"/> for the defaults, and unused by other tasks.</param>
internal readonly record struct AskedTask(EvaluationTask Task, DetectionOptions? Detection = null)
{
    public bool IsDetection => Task == EvaluationTask.ObjectDetection;

    public static implicit operator AskedTask(EvaluationTask task) => new(task);
}
