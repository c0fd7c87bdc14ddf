using Microsoft.ML.Quantization.Training.Graph;
using static TorchSharp.torch;

namespace Microsoft.ML.Quantization.Training.Learning;

/// <summary>Rows of one shape as tensors.</summary>
/// <param name="Inputs">The model's inputs, by name.</param>
/// <param name="Labels">One row of label values for each row; <see langword="null"/> without labels.</param>
/// <param name="Rows">How many rows these are.</param>
internal sealed record Batch(Dictionary<string, Tensor> Inputs, Tensor? Labels, int Rows)
{
    public static Batch Stack(IReadOnlyList<TrainingRow> rows, Device device)
    {
        var inputs = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        for (int i = 0; i < rows[0].Inputs.Length; i++)
        {
            inputs[rows[0].Inputs[i].Name] = TorchTensors.Stack([.. rows.Select(row => row.Inputs[i])]).to(device);
        }

        int width = rows[0].Label.Length;
        var labels = width == 0 ? null : tensor([.. rows.SelectMany(row => row.Label)], [rows.Count, width]).to(device);
        return new Batch(inputs, labels, rows.Count);
    }

    /// <summary>Gathers rows of one shape until there are enough for a step; those left over at the end make smaller batches.</summary>
    public static IEnumerable<IReadOnlyList<TrainingRow>> Gather(IEnumerable<TrainingRow> rows, int size)
    {
        List<List<TrainingRow>> open = [];
        foreach (var row in rows)
        {
            var batch = open.Find(candidate => candidate[0].FitsWith(row));
            if (batch == null)
            {
                open.Add(batch = []);
            }

            batch.Add(row);
            if (batch.Count == size)
            {
                open.Remove(batch);
                yield return batch;
            }
        }

        foreach (var rest in open)
        {
            yield return rest;
        }
    }
}
