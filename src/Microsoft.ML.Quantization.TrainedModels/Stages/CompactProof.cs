using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Chains;
using Microsoft.ML.Quantization.TrainedModels.Compact;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Compares rounded trees with the predictor of ML.NET that they are saved as, bit for bit, and measures what rounding did, on rows of the data.</summary>
/// <param name="Rows">The rows that were measured.</param>
/// <param name="Error">The largest error of a score on them.</param>
internal sealed record CompactProof(int Rows, double Error)
{
    /// <summary>What was measured; <see langword="null"/> where there is no data.</summary>
    public static CompactProof? Run(StageRequest request, QuantizedPredictionTransformer made, SmallerTrees trees, out string? difference)
    {
        difference = null;
        if (request.Data is not { } data)
        {
            return null;
        }

        // Several read the rows, and the source may be one that can be read only once.
        int most = request.Options.ComparedRows;
        var rows = request.Context.Data.Cache(request.Context.Data.TakeRows(data, most), made.FeatureColumnName);
        var proof = new StageProof(made.Saved, made, rows.Schema);
        difference = proof.Difference(request.Context, rows, most, request.Options.CancellationToken);
        if (difference == null && proof.Rows == 0)
        {
            throw new InvalidOperationException(StageProof.NoRows);
        }

        return new CompactProof(proof.Rows, Measure(rows, made.FeatureColumnName, new RowError(trees.Exact, trees.Compact!), trees.Exact.FeatureCount));
    }

    private static double Measure(IDataView rows, string features, RowError error, int length)
    {
        var column = rows.Schema[features];
        using var cursor = rows.GetRowCursor([column]);
        var get = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        float[] values = new float[length];
        while (cursor.MoveNext())
        {
            get(ref row);
            row.CopyTo(values);
            error.Add(values);
        }

        return error.Largest;
    }
}
