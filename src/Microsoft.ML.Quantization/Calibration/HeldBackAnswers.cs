using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Rows that were held back, and what FP32 makes of them.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Answers">The values that errors are measured on, of each row.</param>
internal sealed record HeldBackAnswers(TensorValue[][] Rows, TensorValue[][] Answers)
{
    private const long MostElements = 32L << 20;

    public static HeldBackAnswers None { get; } = new([], []);

    /// <summary>As many of the rows as can be kept with their answers.</summary>
    public static HeldBackAnswers Create(IReadOnlyList<TensorValue[]> rows, TensorValue[][] answers)
    {
        long elements = 0;
        int count = answers.TakeWhile(answer => (elements += answer.Sum(value => value.Values.LongLength)) <= MostElements).Count();
        return new HeldBackAnswers([.. rows.Take(count)], answers[..count]);
    }
}
