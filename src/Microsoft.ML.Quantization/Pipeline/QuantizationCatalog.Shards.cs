using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Calibration.Shards;
using Microsoft.ML.Quantization.Common;
using Microsoft.ML.Quantization.Pipeline;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization;

/// <content>Calibration of data that outgrow one machine.</content>
public sealed partial class QuantizationCatalog
{
    /// <summary>
    /// Calibrates a model on a share of the rows: row r, counted from 0, belongs to shard r modulo <paramref name="count"/>. Rows of other shards are passed over.
    /// </summary>
    /// <param name="data">The calibration data, all of it, in the same order for every shard. Where it does not tell how many rows it has, they are counted, without reading a column.</param>
    /// <param name="modelFile">The FP32 ONNX file.</param>
    /// <param name="index">Which shard, from 0 to <paramref name="count"/> - 1.</param>
    /// <param name="count">How many shards the data is split into, 1 to 1,000,000.</param>
    /// <param name="options">How the model will be quantized, the same for every shard; <see langword="null"/> for the defaults. Without a budget, a saved table and other shards.</param>
    /// <param name="inputColumnNames">A column for each of the model's inputs; <see langword="null"/> where they are named as the inputs.</param>
    /// <param name="preprocessing">
    /// The steps before the model, fitted, where <paramref name="data"/> has not been through them. They run on the rows of the shard alone; what steps before <paramref name="data"/> make may be
    /// computed of all rows, which costs the time that a shard is to save.
    /// </param>
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
        return ObserveShard(modelFile, index, count, options, inputColumnNames, (part, token) =>
        {
            var shard = part with { Total = RowCounts.Of(data, token) };
            var rows = new ShardDataView(data, shard);
            return (preprocessing?.Transform(rows) ?? rows, shard);
        });
    }

    /// <param name="modelFile">The model.</param>
    /// <param name="index">Which shard.</param>
    /// <param name="count">Of how many.</param>
    /// <param name="options">The options.</param>
    /// <param name="inputColumnNames">The columns.</param>
    /// <param name="open">The rows of the shard alone, and how many there are in all.</param>
    internal CalibrationShard ObserveShard(
        string modelFile, int index, int count, QuantizationOptions? options, IReadOnlyList<string>? inputColumnNames, Func<RowShard, CancellationToken, (IDataView Rows, RowShard Part)> open)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(modelFile);
        if (count is < 1 or > ShardNumbers.Most)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, $"There are 1 to {ShardNumbers.Most:N0} shards.");
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
            var (rows, part) = open(new RowShard(index, count, 0), all.CancellationToken);
            return ShardView.Run(_context, rows, modelFile, part with { Total = Math.Min(part.Total, all.MaxCalibrationRows ?? part.Total) }, all, inputColumnNames);
        });
    }
}
