using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>
/// Tries whether a graph gives two rows at once what it gives each alone. A graph written for one row may say so in its inner shapes;
/// it then learns row by row.
/// </summary>
internal static class StackingTrial
{
    private const double Tolerance = 1e-3;

    /// <returns><see langword="null"/> where rows can be stacked, else why not.</returns>
    public static string? Refusal(TorchGraph graph, string output, IReadOnlyList<TrainingRow> rows, Device device)
    {
        if (rows.Count < 2 || !rows[0].FitsWith(rows[1]))
        {
            return null;
        }

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var alone = rows.Take(2).Select(row => Run(graph, output, [row], device)).ToArray();
        try
        {
            var together = Run(graph, output, [rows[0], rows[1]], device);
            var expected = cat(alone, 0);
            if (!together.shape.AsSpan().SequenceEqual(expected.shape))
            {
                return $"two rows give output '{output}' the shape [{string.Join(", ", together.shape)}]";
            }

            double largest = expected.abs().max().item<float>();
            double difference = (together - expected).abs().max().item<float>();
            return difference <= Tolerance * Math.Max(largest, float.Epsilon) ? null : "two rows together give other scores than each alone";
        }
        catch (Exception e) when (e is System.Runtime.InteropServices.ExternalException or NotSupportedException or ArgumentException)
        {
            return $"it does not run on two rows ({e.Message.Split('\n')[0]})";
        }
    }

    private static Tensor Run(TorchGraph graph, string output, IReadOnlyList<TrainingRow> rows, Device device) =>
        graph.Run(Batch.Of(rows, device).Inputs, null, [output])[output];
}
