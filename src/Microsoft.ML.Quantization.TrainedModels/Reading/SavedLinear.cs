using Microsoft.ML.Quantization.TrainedModels.Linear;
using Microsoft.ML.Quantization.TrainedModels.Saved;

namespace Microsoft.ML.Quantization.TrainedModels.Reading;

/// <summary>A linear stage as ML.NET saves it.</summary>
/// <param name="Saved">All of the stage.</param>
/// <param name="Model">Its weights.</param>
/// <param name="Folders">The entry of all classes, or the entries of one class each.</param>
internal sealed record SavedLinear(SavedStage Saved, LinearModel Model, IReadOnlyList<string> Folders)
{
    /// <summary>The stage as ML.NET loads it with other weights. ML.NET saves no zero among weights that have indices.</summary>
    public ITransformer Load(MLContext context, IReadOnlyList<LinearUnit> units)
    {
        LinearUnit[] stored = [.. units.Select(WithoutZeros)];
        for (int i = 0; i < Folders.Count; i++)
        {
            Saved.Replace(Folders[i], LinearEntry.Write(Saved.Entry(Folders[i]), Model.FeatureCount, Folders.Count == 1 ? stored : [stored[i]]));
        }

        return Saved.Load(context);
    }

    private static LinearUnit WithoutZeros(LinearUnit unit)
    {
        if (unit.Indices == null)
        {
            return unit;
        }

        int[] kept = [.. Enumerable.Range(0, unit.Values.Length).Where(i => unit.Values[i] != 0)];
        return unit with { Values = [.. kept.Select(i => unit.Values[i])], Indices = [.. kept.Select(i => unit.Indices[i])] };
    }
}
