namespace Microsoft.ML.Quantization.Evaluation;

/// <summary>What is kept of a row for one INT8 model, or why there is nothing.</summary>
internal readonly record struct MeasuredRow<T>(T? Row, Exception? Error = null)
    where T : class;
