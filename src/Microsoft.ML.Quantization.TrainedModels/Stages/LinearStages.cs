using System.Globalization;
using Microsoft.ML.Quantization.Chains;
using Microsoft.ML.Quantization.TrainedModels.Compact;
using Microsoft.ML.Quantization.TrainedModels.Kernels;
using Microsoft.ML.Quantization.TrainedModels.Linear;
using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Saved;
using Microsoft.ML.Quantization.TrainedModels.Scoring;

namespace Microsoft.ML.Quantization.TrainedModels.Stages;

/// <summary>Rounds the weights of linear predictors to INT8, where that is asked for and pays, and scores those that are rounded.</summary>
internal sealed class LinearStages : IStageQuantizer
{
    /// <summary>10 KB of weights: what is around them in a saved model is as large.</summary>
    private const int FewestWeights = 2560;

    /// <summary>Above it, a label of a hundred or fewer is another one.</summary>
    private const double LeastDecibels = 20;

    public StageQuantization Quantize(StageRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Stage is QuantizedPredictionTransformer)
        {
            return StageQuantization.Stays("it is quantized already");
        }

        if (!LinearModelReader.TryRead(request.Context, request.Stage, out var linear, out string? reason) || !Decision.TryRead(request.Stage, out var decision, out reason))
        {
            return StageQuantization.Stays(reason);
        }

        try
        {
            return Reason(request, linear.Model) is { } stays ? StageQuantization.Stays(stays) : Quantize(request, linear, decision);
        }
        catch (UnknownLayoutException unknown)
        {
            return StageQuantization.Stays(unknown.Message);
        }
    }

    /// <summary>Why a stage stays; <see langword="null"/> where it is to be quantized.</summary>
    private static string? Reason(StageRequest request, LinearModel model)
    {
        if (model.WeightCount < FewestWeights)
        {
            return string.Create(CultureInfo.InvariantCulture, $"its {model.WeightCount:N0} weight{(model.WeightCount == 1 ? "" : "s")} take {model.WeightCount * sizeof(float) / 1000.0:0.#} KB: nothing to gain");
        }

        if (!WeightTable.Fits(model.FeatureCount, model.Units.Count))
        {
            return "its weights take more than 2 GB also in INT8";
        }

        return request.Data != null && request.Options.Level == QuantizationLevel.Exact
            ? string.Create(CultureInfo.InvariantCulture, $"its {model.WeightCount:N0} weights are rounded to INT8 by Level = Compact only")
            : null;
    }

    private static StageQuantization Quantize(StageRequest request, SavedLinear linear, Decision decision)
    {
        var stock = (ISingleFeaturePredictionTransformer<object>)request.Stage;
        if (IntegerWeights.TryRead(linear.Model) is { } integers)
        {
            return StageQuantization.Rounded(Create(stock, integers, decision), $"{Describe(integers)}, as they were saved");
        }

        if (request.Data == null)
        {
            return StageQuantization.Stays("its weights were not rounded before it was saved");
        }

        stock.GetOutputSchema(request.Data.Schema);
        var sample = FeatureSample.Read(request.Data, stock.FeatureColumnName, request.Options.ComparedRows, request.Options.CancellationToken);
        if (sample.Rows.Count == 0)
        {
            throw new InvalidOperationException(StageProof.NoRows);
        }

        double[] squares = sample.MeanSquares(linear.Model.FeatureCount);
        WeightRounding?[] roundings = [.. linear.Model.Units.Select(unit => WeightRounding.Round(unit, squares))];
        if (Array.Exists(roundings, rounding => rounding == null))
        {
            return StageQuantization.Stays("its weights are too small or too large for a step in float");
        }

        double decibels = 10 * Math.Log10(roundings.Sum(rounding => rounding!.Signal) / roundings.Sum(rounding => rounding!.Noise));
        if (decibels < LeastDecibels)
        {
            return StageQuantization.Stays(string.Create(CultureInfo.InvariantCulture, $"a few large weights leave INT8 too coarse for the others: what rounding changes would be {decibels:f0} dB below what the weights add to a score, not {LeastDecibels:f0}"));
        }

        var rounded = new IntegerModel(linear.Model.FeatureCount, [.. roundings.Select(rounding => rounding!.Unit)], linear.Model.Outputs);
        var saved = (ISingleFeaturePredictionTransformer<object>)linear.Load(request.Context, [.. rounded.Units.Select(unit => unit.ToFloats())]);
        var made = Create(saved, Reread(request.Context, saved, rounded), decision);
        return StageQuantization.Rounded(made, $"{Describe(rounded)}; {LabelsAndScores.Compare(stock, made, sample.View(request.Context), request.Options.CancellationToken)}");
    }

    /// <summary>The weights as they are found in the stage that ML.NET loaded: what is scored here is what is saved.</summary>
    private static IntegerModel Reread(MLContext context, ITransformer saved, IntegerModel expected)
    {
        if (LinearModelReader.TryRead(context, saved, out var linear, out _) && IntegerWeights.TryRead(linear.Model) is { } found
            && found.Units.Count == expected.Units.Count && found.Units.Zip(expected.Units).All(pair => Same(pair.First, pair.Second)))
        {
            return found;
        }

        throw new UnknownLayoutException("ML.NET loads its rounded weights as others");
    }

    private static bool Same(IntegerUnit found, IntegerUnit expected) =>
        found.Step == expected.Step && found.Bias == expected.Bias && found.NonZero().SequenceEqual(expected.NonZero());

    private static QuantizedPredictionTransformer Create(ISingleFeaturePredictionTransformer<object> stock, IntegerModel model, Decision decision) => new(stock, new LinearEngine(model), decision);

    private static string Describe(IntegerModel model) => string.Create(
        CultureInfo.InvariantCulture, $"{(model.Units.Count == 1 ? "" : $"{model.Units.Count:N0} x ")}{model.FeatureCount:N0} weights in INT8, a step {(model.Units.Count == 1 ? "for all" : "a class")}");
}
