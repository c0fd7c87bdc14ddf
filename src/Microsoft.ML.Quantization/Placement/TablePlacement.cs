using System.Globalization;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Placement;

/// <summary>
/// Stores in INT8 the tables that values are looked up in. What is looked up is brought back to FP32 at once, so that nothing else of the
/// placement changes: it is done for the size of the model.
/// </summary>
internal static class TablePlacement
{
    /// <summary>Looking up in INT8 takes about a microsecond more, which smaller tables and smaller parts of a model are not worth where speed decides.</summary>
    private const int SmallestWhereFaster = 4096;
    private const int SmallestPartWhereFaster = 256;

    private const int Smallest = 256;

    /// <summary>The error of a table whose INT8 form has less than this would be felt beside those of activations.</summary>
    private const double LeastDecibels = 30;

    /// <param name="draft">Everything else being placed.</param>
    /// <param name="request">What to exclude, and whether speed decides.</param>
    /// <param name="errors">The SQNR of each table's INT8 form, in decibels, by its name; <see langword="null"/> where it is not known.</param>
    public static void Choose(PlacementDraft draft, PlacementRequest request, IReadOnlyDictionary<string, double>? errors)
    {
        if (!draft.Rules.StoresTables)
        {
            return;
        }

        long smallestPart = draft.Graph.Graph.Initializer.Sum(OnnxModel.TensorBytes) / SmallestPartWhereFaster;
        var captures = new CapturedPaths(draft.Graph);
        foreach (var table in GatheredTable.Find(draft.Graph))
        {
            double? decibels = errors != null && errors.TryGetValue(table.Tensor.Name, out double known) ? known : null;
            string? obstacle = request.OnlyWhereFaster && OnnxModel.TensorBytes(table.Tensor) < smallestPart
                ? "its table is a small part of the model"
                : table.Readers.Any(reader => captures.Contains(reader.Output[0])) ? "a subgraph reads what it gives"
                : Obstacle(table, draft, request, decibels);
            foreach (var reader in table.Readers.Where(reader => !request.Excludes(reader)))
            {
                draft[reader] = obstacle != null ? PlacementDraft.Float(reader, obstacle) : new NodePlan(reader.Name, reader.OpType, NodeRole.Table, Reason(table, decibels));
            }
        }
    }

    private static string? Obstacle(GatheredTable table, PlacementDraft draft, PlacementRequest request, double? decibels)
    {
        int smallest = request.OnlyWhereFaster ? SmallestWhereFaster : Smallest;
        if (table.Count < smallest)
        {
            return $"its table has fewer than {smallest} values";
        }

        if (table.Count > Array.MaxLength)
        {
            return $"its table has more than {Array.MaxLength} values";
        }

        if (draft.Graph.IsOutput(table.Tensor.Name) || draft.Graph.IsCaptured(table.Tensor.Name) || draft.Graph.Graph.Input.Any(input => input.Name == table.Tensor.Name))
        {
            return "its table is read outside of the graph too";
        }

        if (table.Readers.FirstOrDefault(request.Excludes) is { } excluded)
        {
            return $"'{excluded.Name}', which is excluded by the options, reads its table too";
        }

        if (table.Others.FirstOrDefault(use => !(use.InputIndex == 1 && draft[use.Node].Role is NodeRole.Linear or NodeRole.Convolution)) is { Node: not null } other)
        {
            return $"'{other.Node.Name}' reads its table in FP32";
        }

        return decibels switch
        {
            null or >= LeastDecibels => null,
            double.NaN => "its table has values that are not finite",
            _ => string.Create(CultureInfo.InvariantCulture, $"its table would have an SQNR of {decibels:0.0} dB in INT8"),
        };
    }

    private static string Reason(GatheredTable table, double? decibels)
    {
        string scales = table.RowAxis == null ? "one scale" : "a scale for each row";
        string error = decibels is { } known ? string.Create(CultureInfo.InvariantCulture, $", SQNR {known:0.0} dB") : "";
        return $"its table of {string.Join(" x ", table.Tensor.Dims)} is stored in INT8 with {scales}{error}";
    }
}
