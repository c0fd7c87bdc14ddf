using System.Globalization;
using Microsoft.ML.Quantization.Calibration;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Moves the ends of ranges as <see cref="RangeDescent"/> found it best.</summary>
internal sealed class RangeDescentPass : IRecipePass
{
    public RecipeStep Steps => RecipeStep.RangeDescent;

    public IReadOnlyList<RecipeGroup> Groups(RecipeDraft draft) => [];

    /// <summary>A saved table has the ranges that were found.</summary>
    public RecipeDraft Apply(RecipeDraft draft, RecipeSteps steps) => draft.Statistics == null ? draft : draft with { Table = Move(draft.Table, steps.Moves) };

    /// <summary>The table with ranges that were moved.</summary>
    public static CalibrationTable Move(CalibrationTable table, IReadOnlyDictionary<string, RangeMove> moves) =>
        moves.Count == 0 ? table : table.With(tensor => moves.TryGetValue(tensor.Name, out var move) ? Moved(tensor, move) : tensor);

    private static CalibratedTensor Moved(CalibratedTensor tensor, RangeMove move)
    {
        var (low, high) = move.Of(tensor);
        string reason = string.Create(
            CultureInfo.InvariantCulture, $"{tensor.Reason} The INT8 model is closer to FP32 with [{low:G4}, {high:G4}] in place of [{tensor.Low:G4}, {tensor.High:G4}].");
        return tensor.WithRange(low, high, reason);
    }
}
