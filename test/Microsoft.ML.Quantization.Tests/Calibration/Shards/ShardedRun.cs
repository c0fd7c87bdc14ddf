using System.Collections;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;
using Microsoft.ML.Quantization.Quantizing;

namespace Microsoft.ML.Quantization.Tests.Calibration.Shards;

/// <summary>Calibrates models in shards that are saved, loaded and merged.</summary>
internal static class ShardedRun
{
    /// <summary>The model from all shards, merged in an order that the seed decides.</summary>
    public static QuantizationResult Quantize(string file, TensorValue[][] rows, QuantizationOptions options, int count, int seed)
    {
        var random = new Random(seed);
        var shards = Enumerable.Range(0, count).Select(index => Reloaded(Calibrate(file, rows, options, index, count))).OrderBy(_ => random.Next()).ToArray();

        // Half of them first, as a tree of merges has it.
        var whole = count > 2 ? CalibrationShard.Merge([Reloaded(CalibrationShard.Merge(shards[..(count / 2)])), .. shards[(count / 2)..]]) : CalibrationShard.Merge(shards);
        return Quantize(file, options, whole);
    }

    public static QuantizationResult Quantize(string file, QuantizationOptions options, CalibrationShard whole) =>
        PostTrainingQuantizer.Run(file, [], options with { CalibrationShards = whole }, new QuantizerRun.Messages());

    public static CalibrationShard Calibrate(string file, TensorValue[][] rows, QuantizationOptions options, int index, int count, Func<long, bool>? isThere = null)
    {
        var part = new RowShard(index, count, rows.Length);
        return ShardCalibration.Run(file, new Part(rows, part, isThere), part, options, new QuantizerRun.Messages());
    }

    public static CalibrationShard Reloaded(CalibrationShard shard)
    {
        string path = Path.Combine(Path.GetTempPath(), $"shard-{Guid.NewGuid():N}.json");
        try
        {
            shard.Save(path);
            return CalibrationShard.Load(path);
        }
        finally
        {
            File.Delete(path);
        }
    }

    /// <summary>The table as it is saved.</summary>
    public static byte[] Bytes(CalibrationTable table)
    {
        using var stream = new MemoryStream();
        CalibrationTableWriter.Write(table, stream);
        return stream.ToArray();
    }

    /// <summary>A model whose channels CrossLayerEqualization scales.</summary>
    public static ModelProto Chain() => SmallModels.Images()
        .Weights("w0", [.. QuantizerRun.Uniform(new Random(3), 576, -0.2, 0.2).Select((value, i) => i < 72 ? 40 * value : value)], 8, 8, 3, 3)
        .Node("Conv", "x w0 b", "c", SmallModels.Padded).Node("Relu", "c", "h").Node("Conv", "h w2 b", "y", SmallModels.Padded).Output("y").Build();

    /// <summary>The rows of a part, those aside that cannot be read.</summary>
    internal sealed class Part(TensorValue[][] rows, RowShard part, Func<long, bool>? isThere = null) : IEnumerable<TensorValue[]>, IPlacedRows
    {
        public long Place { get; private set; }

        public IEnumerator<TensorValue[]> GetEnumerator()
        {
            for (Place = 0; Place < rows.Length; Place++)
            {
                if (part.Has(Place) && isThere?.Invoke(Place) != false)
                {
                    yield return rows[Place];
                }
            }
        }

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
