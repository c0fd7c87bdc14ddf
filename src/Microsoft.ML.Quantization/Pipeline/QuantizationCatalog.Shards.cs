using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization;

/// <content>Calibration of data that outgrow one machine.</content>
public sealed partial class QuantizationCatalog
{
    /// <summary>
    /// Calibrates a model on a share of the rows: row r, counted from 0, belongs to shard r modulo <paramref name="count"/>. Rows of other shards are passed over: none of their columns is read.
    /// </summary>
    /// <param name="data">The calibration data, all of it, in the same order for every shard. Where it does not tell how many rows it has, they are counted, without reading a column.</param>
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="index">Which shard, from 0 to <paramref name="count"/> - 1.</param>
    /// <param name="count">How many shards the data is split into, 1 to 1,000,000.</param>
    /// <param name="options">How the model will be quantized, the same for every shard; <see langword="null"/> for the defaults. Without a budget, a saved table and other shards.</param>
    /// <param name="inputColumnNames">A column for each of the model's inputs; <see langword="null"/> where they are named as the inputs.</param>
    /// <param name="preprocessing">The steps before the model, where <paramref name="data"/> has not been through them. They are not fitted here, as each shard could come to other results: fit them before.</param>
    /// <returns>The shard, to be saved and merged with the others. It may be of no rows, where there are fewer than shards.</returns>
    /// <exception cref="ArgumentException">The columns do not go with the model's inputs, or the options have a budget, a table or shards, or exclude a node or operator that the model does not have.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such shard, an input column is missing or of another type than the model's input, or an option is outside its range.</exception>
    /// <exception cref="FileNotFoundException"><paramref name="modelFile"/> does not exist.</exception>
    /// <exception cref="InvalidDataException"><paramref name="modelFile"/> is not an ONNX model.</exception>
    /// <exception cref="InvalidOperationException">The data has no rows, or fewer than it said, or a column's size does not fit the model's input.</exception>
    /// <exception cref="NotSupportedException"><paramref name="modelFile"/> is quantized already, or has an input of a type that no ML.NET column holds.</exception>
    /// <exception cref="OperationCanceledException"><see cref="QuantizationOptions.CancellationToken"/> was cancelled.</exception>
    /// <example>
    /// <code>
    /// CalibrationShard shard = mlContext.Quantization().CalibrateShard(calibrationData, "model.onnx", index: 2, count: 8);
    /// shard.Save("shard-3.json");
    /// </code>
    /// </example>
    public CalibrationShard CalibrateShard(
        IDataView data, string modelFile, int index, int count, QuantizationOptions? options = null, IReadOnlyList<string>? inputColumnNames = null, ITransformer? preprocessing = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        return ObserveShard(preprocessing?.Transform(data) ?? data, modelFile, index, count, null, options, inputColumnNames);
    }

    /// <param name="data">The data.</param>
    /// <param name="modelFile">The model.</param>
    /// <param name="index">Which shard.</param>
    /// <param name="count">Of how many.</param>
    /// <param name="rows">How many rows there are in all; <see langword="null"/> where the data is to tell.</param>
    /// <param name="options">The options.</param>
    /// <param name="inputColumnNames">The columns.</param>
    internal CalibrationShard ObserveShard(IDataView data, string modelFile, int index, int count, long? rows, QuantizationOptions? options, IReadOnlyList<string>? inputColumnNames = null)
    {
        const int MostShards = 1_000_000;
        ArgumentException.ThrowIfNullOrWhiteSpace(modelFile);
        if (count is < 1 or > MostShards)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are 1 to {MostShards:N0} shards.");
        }

        if (index < 0 || index >= count)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"Shards are counted from 0: of {count} the last is {count - 1}.");
        }

        if (options is { Budget: not null } or { CalibrationTable: not null } or { CalibrationShards: not null } or { DynamicActivations: true })
        {
            throw new ArgumentException("A shard is calibrated without a budget, a saved table, other shards and dynamic activations. Leave them at their defaults.", nameof(options));
        }

        var all = OptionsCheck.Checked(options ?? new QuantizationOptions());
        return ForeignErrors.Guard(() =>
        {
            long total = rows ?? RowCounts.Of(data, all.CancellationToken);
            return ShardView.Run(_context, data, modelFile, new RowShard(index, count, Math.Min(total, all.MaxCalibrationRows ?? total)), all, inputColumnNames);
        });
    }
}
