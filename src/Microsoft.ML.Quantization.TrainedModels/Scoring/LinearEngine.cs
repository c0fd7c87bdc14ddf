using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Linear;
using Microsoft.ML.Quantization.TrainedModels.Outputs;

namespace Microsoft.ML.Quantization.TrainedModels.Scoring;

/// <summary>
/// Scores rows by a linear predictor with INT8 weights. A raw score is the sum of features times integers, in the order that <see cref="ScalarSums"/> defines, times the
/// step, plus the bias; each operation rounds to float.
/// </summary>
internal sealed class LinearEngine : IPredictorEngine
{
    private readonly int[]?[] _stored;

    public LinearEngine(IntegerModel model)
        : this(model, KernelWidths.Best)
    {
    }

    public LinearEngine(IntegerModel model, KernelWidth width)
    {
        (Outputs, Width) = (model.Outputs, width);
        Table = new WeightTable(model.FeatureCount, model.Units.Count);
        (Steps, Biases) = ([.. model.Units.Select(unit => unit.Step)], [.. model.Units.Select(unit => unit.Bias)]);
        _stored = [.. model.Units.Select(unit => unit.Indices)];
        LeavesFeaturesOut = Array.Exists(_stored, indices => indices != null);
        for (int score = 0; score < model.Units.Count; score++)
        {
            Fill(model.Units[score], score);
        }
    }

    public PredictorOutputs Outputs { get; }

    public KernelWidth Width { get; }

    public WeightTable Table { get; }

    public float[] Steps { get; }

    public float[] Biases { get; }

    /// <summary>Whether features without a stored weight count for nothing in a dense row, even where they are missing or infinite.</summary>
    public bool LeavesFeaturesOut { get; }

    public bool Counts(int feature, int score) => _stored[score] is not { } indices || Array.BinarySearch(indices, feature) >= 0;

    public LinearRowScorer CreateRowScorer() => new(this);

    IFeatureScorer IPredictorEngine.CreateRowScorer() => CreateRowScorer();

    private void Fill(IntegerUnit unit, int score)
    {
        for (int i = 0; i < unit.Values.Length; i++)
        {
            Table[unit.Feature(i), score] = unit.Values[i];
        }
    }
}
