using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Calibration.Shards;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization.Quantizing;

/// <summary>Observes a part of the rows, to be merged with what others show.</summary>
internal static class ShardCalibration
{
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="rows">The rows of the part.</param>
    /// <param name="part">Which they are.</param>
    /// <param name="options">How the model may be quantized when all parts are there.</param>
    /// <param name="progress">Told of every row.</param>
    public static CalibrationShard Run(string modelFile, IEnumerable<TensorValue[]> rows, RowShard part, QuantizationOptions options, IQuantizationProgress progress)
    {
        using var model = ObservedModel.Open(modelFile, rows, [options], progress, [.. options.AlsoFor.Select(options.For)]);
        var request = model.Request(options)!.Whole();
        using var feed = request.Feed(rows, progress, part);
        var statistics = request.Calibrator(model.Prepared).RunPart(feed, options.IntraOpThreads ?? Environment.ProcessorCount, options.RunSettings);
        var header = new ShardHeader(model.ModelHash, ObservedOptions.Describe(options), model.IsEqualized, request.HoldsBack, request.Searches, part.Count, part.Total);
        return new CalibrationShard(header, [part.Index], feed.Rows, feed.HashSum, statistics, ShardRow.Of(feed)) { Ends = feed.Ends };
    }
}
