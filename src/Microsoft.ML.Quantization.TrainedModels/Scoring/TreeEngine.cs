using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Quantization.TrainedModels.Compiling;
using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Outputs;
using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Trees;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>
/// Scores rows with the trees of a trained stage, bit for bit as ML.NET does. It does not change, so that threads share it: each takes a batch of its own for
/// many rows, and a <see cref="RowScorer"/> for one at a time.
/// </summary>
internal sealed class TreeEngine : IBatchEngine
{
    private const int CacheBytes = 512 * 1024;

    /// <summary>Set by the benchmarks of shapes and chains: with so many trees and leaves a row takes less than ML.NET's time.</summary>
    private const int FewestTreesByRow = 3;
    private const long FewestLeavesByRow = 128;

    private readonly TreeProgram _program;
    private readonly RowTrees _rowTrees;

    public TreeEngine(TreeModel model)
    {
        Model = model;
        _program = new TreeProgram(model.Ensembles);
        _rowTrees = new RowTrees(model);
    }

    public TreeModel Model { get; }

    /// <summary>An engine for the trees of a stage, or the reason why there is none.</summary>
    public static bool TryCreate(MLContext context, ITransformer stage, [NotNullWhen(true)] out TreeEngine? engine, [NotNullWhen(false)] out string? reason)
    {
        engine = TreeModelReader.TryRead(context, stage, out var trees, out reason) ? new TreeEngine(trees.Model) : null;
        return engine != null;
    }

    public PredictorOutputs Outputs => Model.Outputs;

    public int BatchRows => Words(KernelWidths.Best) * FloatCompare.Rows;

    /// <summary>Of few small trees, next to all of the time is that of the call.</summary>
    public bool IsFasterByRow => Model.TreeCount >= FewestTreesByRow && Model.LeafCount >= FewestLeavesByRow;

    public TreeBatch CreateBatch() => CreateBatch(KernelWidths.Best);

    public TreeBatch CreateBatch(KernelWidth width) => new(Model, _program, width, Words(width));

    public RowScorer CreateRowScorer() => new(_rowTrees);

    IFeatureBatch IBatchEngine.CreateBatch() => CreateBatch();

    IFeatureScorer IPredictorEngine.CreateRowScorer() => CreateRowScorer();

    /// <summary>As many rows as a vector has bits, unless what they need would not stay in the cache.</summary>
    private int Words(KernelWidth width)
    {
        int words = (int)width;
        long bytes = sizeof(ulong) * ((long)_program.ValueCount + (_program.Conditions.Features.Length * FloatCompare.Rows / 2));
        while (words > 1 && bytes * words > CacheBytes)
        {
            words /= 2;
        }

        return words;
    }
}
