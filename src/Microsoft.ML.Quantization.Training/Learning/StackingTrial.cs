using Microsoft.ML.Quantization.Training.Graph;
using Microsoft.ML.Quantization.Training.Native;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>
/// Tries whether a graph gives two rows at once what it gives each alone. A graph written for one row may say so in its inner shapes;
/// it then learns row by row.
/// </summary>
internal static class StackingTrial
{
    private const double Tolerance = 1e-3;

    // How far a row like the first is looked for, where rows are of differing lengths.
    private const int RowsToLookAt = 100;

    /// <returns>The first row and the next one of its shape, or the first twice; nothing where there are no rows.</returns>
    public static IReadOnlyList<TrainingRow> Samples(IEnumerable<TrainingRow> rows)
    {
        List<TrainingRow> samples = [];
        foreach (var row in rows.Take(RowsToLookAt).Where(row => samples.Count == 0 || samples[0].FitsWith(row)))
        {
            samples.Add(row);
            if (samples.Count == 2)
            {
                return samples;
            }
        }

        return [.. samples, .. samples];
    }

    /// <param name="graph">The graph.</param>
    /// <param name="output">The output that is compared.</param>
    /// <param name="rows">Two rows of one shape.</param>
    /// <param name="device">Where tensors live.</param>
    /// <returns><see langword="null"/> where rows can be stacked, else why not.</returns>
    public static string? Refusal(TorchGraph graph, string output, IReadOnlyList<TrainingRow> rows, Device device)
    {
        if (rows[0].Inputs.FirstOrDefault(input => input.Shape is not [1, ..]) is { Name: { } name } apart)
        {
            return $"input '{name}' [{string.Join(", ", apart.Shape)}] has no dimension for rows";
        }

        using var scope = NewDisposeScope();
        using var _ = no_grad();
        var alone = rows.Select(row => Run(graph, output, [row], device)).ToArray();
        try
        {
            if (alone[0].dim() == 0)
            {
                return $"output '{output}' has no dimension for rows";
            }

            var together = Run(graph, output, rows, device);
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
            return $"it does not run on two rows ({LibTorchErrors.Describe(e)})";
        }
    }

    private static Tensor Run(TorchGraph graph, string output, IReadOnlyList<TrainingRow> rows, Device device) =>
        graph.Run(Batch.Stack(rows, device).Inputs, null, [output])[output];
}
