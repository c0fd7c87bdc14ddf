using System.Globalization;
using Microsoft.ML.Quantization.Common;

namespace Microsoft.ML.Quantization;

/// <summary>One line of a comparison: the FP32 model, or a way to quantize it and what came of that.</summary>
/// <remarks>
/// <see cref="MeasuredModel.Loss"/> is that of <see cref="Accuracy"/>. <see cref="MeasuredModel.LatencyRatioInterval"/> is made from the medians of batches of rounds, half of them before
/// the evaluation and half after it. Of models that are slow to open there are few rounds, at least six: the interval then holds all of them, and
/// where these are too few for the level of the comparison its own is lower.
/// </remarks>
public sealed class ComparedMethod : MeasuredModel
{
    private readonly ConfidenceInterval? _decidingLoss;
    private readonly ConfidenceInterval? _decidingRatio;
    private readonly double? _rowsPerSecond;

    internal ComparedMethod(string name)
        : base(name)
    {
    }

    /// <summary>What it takes to make the model, in a few words, and which passes over its numbers brought rows that were held back how much closer to FP32.</summary>
    public string Effort { get; internal init; } = "";

    /// <summary>Why there is no such model, or no result of it; <see langword="null"/> where all went well. The other numbers are not measured then.</summary>
    public string? Error { get; internal init; }

    /// <summary>What to give to <c>Quantize</c> for this model; <see langword="null"/> for FP32 and for what is not post-training quantization.</summary>
    public QuantizationOptions? Options { get; internal init; }

    /// <summary>All that was lost against FP32; <see langword="null"/> for FP32 itself and where there is an <see cref="Error"/>.</summary>
    public QuantizationEvaluation? Evaluation { get; internal init; }

    /// <summary>The comparison's metric, in its unit; without labels, for a classifier, the share of rows with the class that FP32 gives. NaN where there is none.</summary>
    public double Accuracy { get; internal init; } = double.NaN;

    /// <summary>The share of rows, 0 to 1, for which the model decides as FP32 does; NaN for what is no classification.</summary>
    public double Agreement { get; internal init; } = double.NaN;

    /// <summary>The time it took to make the model, without <see cref="QuantizationComparison.ObservationTime"/>, which all share.</summary>
    public TimeSpan MakingTime { get; internal init; }

    /// <summary>The median time of one row on one thread, over rounds in which all models are opened anew and take their turns; zero for a target that runs elsewhere.</summary>
    public TimeSpan Latency { get; internal init; }

    /// <summary>Rows a second, one at a time on one thread, of trained models where many are read; NaN where it was not measured.</summary>
    public double RowsPerSecond
    {
        get => _rowsPerSecond ?? (Latency > TimeSpan.Zero ? 1 / Latency.TotalSeconds : double.NaN);
        internal init => _rowsPerSecond = value;
    }

    /// <summary>What to give to <c>Quantize</c> for this model, where it is made of one that ML.NET trained; <see langword="null"/> for that itself and for ONNX models.</summary>
    public TrainedModelOptions? TrainedOptions { get; internal init; }

    /// <summary>The size of the model in bytes; of one for a target that runs elsewhere, that of the file that the target reads.</summary>
    public long Bytes { get; internal init; }

    /// <summary>
    /// By how much the working set of the process grew at most while the model was made, in bytes. Memory that the process had and used
    /// again is not in it, so it is a lower bound; <see langword="null"/> where nothing was seen.
    /// </summary>
    public long? PeakMemoryBytes { get; internal init; }

    /// <summary>What speaks for it and against it, in words drawn from the numbers.</summary>
    public string BestFor { get; internal set; } = "";

    /// <summary>The interval of <see cref="MeasuredModel.Loss"/> by which methods are told apart, all of them together with the confidence level of the comparison.</summary>
    internal ConfidenceInterval DecidingLossInterval
    {
        get => _decidingLoss ?? LossInterval;
        init => _decidingLoss = value;
    }

    /// <summary>The same for <see cref="MeasuredModel.LatencyRatio"/>.</summary>
    internal ConfidenceInterval DecidingRatioInterval
    {
        get => _decidingRatio ?? LatencyRatioInterval;
        init => _decidingRatio = value;
    }

    /// <summary>The name of the target where that runs on other machines than this one; its time is not measured.</summary>
    internal string? Elsewhere { get; init; }

    /// <summary>Whether it has results.</summary>
    internal bool IsUsable => Error == null;

    /// <summary>The method in a line.</summary>
    /// <returns>A text like "entropy: 0.9153, 0.71 of FP32's time, 3.50 MB. as accurate as min-max".</returns>
    public override string ToString() => ForeignText.Line(
        Error is { } error
            ? $"{Name}: {error}"
            : string.Create(CultureInfo.InvariantCulture, $"{Name}: {Accuracy:0.####}, {LatencyRatio:0.00} of FP32's time, {Bytes / 1e6:0.00} MB. {BestFor}"),
        ForeignText.LongestText);
}
