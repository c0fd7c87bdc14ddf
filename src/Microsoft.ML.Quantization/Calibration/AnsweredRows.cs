using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Rows, and what FP32 makes of them.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Answers">The values that errors are measured on, of each row.</param>
internal sealed record AnsweredRows(KeptRows Rows, TensorValue[][] Answers)
{
    private const long MostElements = 32L << 20;

    public static AnsweredRows None { get; } = new(Array.Empty<TensorValue[]>(), []);

    /// <summary>Whether there is a row, and anything to compare.</summary>
    public bool IsEmpty => Rows.Length == 0 || Answers[0].Length == 0;

    /// <summary>As many of the rows as can be kept with their answers.</summary>
    public static AnsweredRows Create(IReadOnlyList<TensorValue[]> rows, TensorValue[][] answers)
    {
        long elements = 0;
        int count = answers.TakeWhile(answer => (elements += answer.Sum(value => value.Values.LongLength)) <= MostElements).Count();
        return new AnsweredRows(KeptRows.Pack([.. rows.Take(count)]), answers[..count]);
    }

    /// <summary>So many of the rows, spread over all.</summary>
    public AnsweredRows Spread(int count)
    {
        int[] places = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * Rows.Length / count))];
        return count >= Rows.Length ? this : new AnsweredRows(Rows.Take(places), Array.ConvertAll(places, place => Answers[place]));
    }
}
