using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Calibration.Shards;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Evaluation;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>What is to be observed of a model, and which rows are kept.</summary>
/// <param name="Needed">What ranges, means and rounded weights are made from.</param>
/// <param name="Sketched">The tensors of <paramref name="Needed"/> of which every value is counted, and not only what is counted of channels.</param>
/// <param name="Channels">The tensors of which each channel is observed, and whether their channels are the last dimension.</param>
/// <param name="HoldsBack">Whether rows are held back.</param>
/// <param name="Searches">Whether rows are kept to search ranges on.</param>
internal sealed record ObservationRequest(NeededStatistics Needed, string[] Sketched, KeyValuePair<string, bool>[] Channels, bool HoldsBack, bool Searches)
{
    /// <param name="model">The model.</param>
    /// <param name="observed">The options that it is observed for.</param>
    /// <param name="needed">What their plans need.</param>
    public static ObservationRequest Of(ObservedModel model, QuantizationOptions[] observed, NeededStatistics needed)
    {
        var channels = model.Channels.Observable(needed.Tensors, observed);
        string[] suffice = [.. channels.Select(tensor => tensor.Key).Where(tensor => Array.TrueForAll(observed, options => options.CalibrationShards == null && model.Channels.Suffice(tensor, options)))];
        string[] sketched = [.. needed.Tensors.Except(suffice, StringComparer.Ordinal)];
        return new ObservationRequest(
            needed,
            sketched,
            channels,
            Array.Exists(observed, options => RecipeRequest.Of(options).Guarded != RecipeStep.None),
            Array.Exists(observed, options => (RecipeRequest.Of(options).All & RecipeStep.RangeDescent) != 0));
    }

    /// <summary>The same with every value counted: what is merged later may be quantized with other options.</summary>
    public ObservationRequest Whole() => this with { Sketched = Needed.Tensors };

    public Calibrator Calibrator(OnnxModel prepared) =>
        new(prepared, Needed.Tensors, Sketched, Needed.Means, Channels, HoldsBack || Searches ? ComparedOutputs.FloatNames(prepared.Graph) : [], Needed.Windows);

    public CalibrationFeed Feed(IEnumerable<TensorValue[]> rows, IQuantizationProgress progress) => new(rows, progress, HoldsBack ? new HeldBackRows() : null, Searches ? new SearchRows() : null);

    public CalibrationFeed Feed(IEnumerable<TensorValue[]> rows, IQuantizationProgress progress, RowShard part) =>
        new(rows, progress, HoldsBack ? HeldBackRows.OfPart(part.Total) : null, Searches ? SearchRows.OfPart(part.Total, HoldsBack) : null);

    /// <exception cref="InvalidOperationException">The shards lack one, or something that is needed.</exception>
    public ShardFeed Feed(CalibrationShard shards, bool isEqualized)
    {
        shards.EnsureComplete();
        bool hasRows = (!HoldsBack || shards.Header.HoldsBack) && (!Searches || (shards.Header.Searches && HoldsBack == shards.Header.HoldsBack));
        bool hasAll = shards.Statistics.Has(Sketched, Needed.Means, Channels, Needed.Windows.Select(window => (window.Key, WindowBlocks.Of(window))));
        return hasRows && hasAll && isEqualized == shards.Header.IsEqualized ? new ShardFeed(shards, HoldsBack, Searches) : throw new InvalidOperationException(
            $"The shards were calibrated with options ({shards.Header.Options}) that observe less, or another form of the model, than these options need. Calibrate the shards with the options that the model is quantized with.");
    }
}
