using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Calibration.Shards;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization;

/// <summary>
/// What a share of the calibration rows showed of a model's activations, for data that outgrow one machine: each machine calibrates a shard
/// (<see cref="QuantizationCatalog.CalibrateShard"/>) and saves it, one merges them, and <see cref="QuantizationOptions.CalibrationShards"/> quantizes from the whole. The INT8 model
/// has the same bytes as one that was calibrated on all rows in one go, on machines that give the same FP32 activations, in whatever order shards are merged.
/// </summary>
/// <remarks>
/// A file holds counts and exact sums, and the values of some rows: those that are held back to judge the passes over the numbers by, that ranges are searched on, and the first ones
/// for the report. It is as confidential as the data.
/// </remarks>
/// <example>
/// <code>
/// // On machine 3 of 8:
/// CalibrationShard shard = mlContext.Quantization().CalibrateShard(calibrationData, "model.onnx", index: 2, count: 8);
/// shard.Save("shard-3.json");
///
/// // When all are there:
/// CalibrationShard whole = CalibrationShard.Merge([.. Directory.GetFiles(folder, "shard-*.json").Select(CalibrationShard.Load)]);
/// using var transformer = mlContext.Transforms.Quantize("model.onnx", new QuantizationOptions { CalibrationShards = whole }).Fit(calibrationData);
/// </code>
/// </example>
public sealed class CalibrationShard
{
    internal CalibrationShard(ShardHeader header, IReadOnlyList<int> indexes, long rows, byte[] hashSum, ActivationStatistics statistics, IReadOnlyList<ShardRow> kept) =>
        (Header, Indexes, Rows, HashSum, Statistics, Kept) = (header, indexes, rows, hashSum, statistics, kept);

    /// <summary>The SHA-256 of the calibrated model, 64 hexadecimal digits.</summary>
    public string ModelHash => Header.ModelHash;

    /// <summary>How many shards the data was split into.</summary>
    public int Count => Header.Count;

    /// <summary>Which of them this is, from 0, ascending: one, or several that were merged.</summary>
    public IReadOnlyList<int> Indexes { get; }

    /// <summary>How many rows were read for it.</summary>
    public long Rows { get; }

    /// <summary>How many rows all shards have together.</summary>
    public long TotalRows => Header.TotalRows;

    /// <summary>Whether all shards are in it.</summary>
    public bool IsComplete => Indexes.Count == Count;

    internal ShardHeader Header { get; }

    /// <summary>The sum of the hashes of its rows, see <see cref="DataHasher"/>.</summary>
    internal byte[] HashSum { get; }

    /// <summary>What was seen of the rows that are surely not held back.</summary>
    internal ActivationStatistics Statistics { get; }

    /// <summary>The rows whose values are needed again.</summary>
    internal IReadOnlyList<ShardRow> Kept { get; }

    /// <summary>Where those that may be held back, and those that may be searched on, ended: see <see cref="DrawnRows.End"/>.</summary>
    internal (ulong HeldBack, ulong Searched) Ends { get; init; } = (ulong.MaxValue, ulong.MaxValue);

    /// <summary>The file that it was loaded from, for messages.</summary>
    internal string? File { get; init; }

    /// <summary>What to call it.</summary>
    internal string Name => File != null ? $"'{File}'" : string.Create(CultureInfo.InvariantCulture, $"shard {Numbers(Indexes)} of {Count}");

    /// <summary>Loads a shard that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The shard.</returns>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is no shard, is damaged, or a newer version of this library saved it.</exception>
    /// <example>
    /// <code>
    /// CalibrationShard whole = CalibrationShard.Merge([.. Directory.GetFiles(folder, "shard-*.json").Select(CalibrationShard.Load)]);
    /// </code>
    /// </example>
    public static CalibrationShard Load(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return ShardReader.Load(path);
    }

    /// <summary>Merges shards of one calibration, in any order. It is exact: what comes out is what one calibration of all their rows shows.</summary>
    /// <param name="shards">The shards, or some that were merged before: many large ones can be merged in steps.</param>
    /// <returns>All of them in one. A model can be quantized from it where it has all shards.</returns>
    /// <exception cref="ArgumentException">There are none; one is there twice; or they are of different models, data or options.</exception>
    /// <example>
    /// <code>
    /// CalibrationShard whole = CalibrationShard.Merge([.. Directory.GetFiles(folder, "shard-*.json").Select(CalibrationShard.Load)]);
    /// Console.WriteLine($"{whole.Rows} rows, {whole.Indexes.Count} of {whole.Count} shards");
    /// </code>
    /// </example>
    public static CalibrationShard Merge(IReadOnlyList<CalibrationShard> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        return MergeEach(shards.Select(shard => new Func<CalibrationShard>(() => shard)));
    }

    /// <summary>As <see cref="Merge"/>, one after the other: each is loaded when it is added, and not held after that.</summary>
    internal static CalibrationShard MergeEach(IEnumerable<Func<CalibrationShard>> shards)
    {
        ShardMerger? merger = null;
        try
        {
            foreach (var load in shards)
            {
                Add(load, ref merger);
            }

            return merger?.Merged() ?? throw new ArgumentException("There are no shards to merge.", nameof(shards));
        }
        finally
        {
            merger?.Dispose();
        }
    }

    /// <summary>Saves the shard as JSON; a file that is there is replaced, whole or not at all.</summary>
    /// <param name="path">The file to write.</param>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">Its folder may not be written to.</exception>
    /// <example>
    /// <code>
    /// mlContext.Quantization().CalibrateShard(calibrationData, "model.onnx", index: 2, count: 8).Save("shard-3.json");
    /// </code>
    /// </example>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        AtomicFile.Write(path, stream => ShardWriter.Write(this, stream));
    }

    /// <summary>A method of its own, so that the shard is gone when it returns.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Add(Func<CalibrationShard> load, ref ShardMerger? merger)
    {
        var shard = load() ?? throw new ArgumentException("A shard is null. Leave it out.", nameof(load));
        (merger ??= new ShardMerger(shard)).Add(shard);
    }

    /// <exception cref="InvalidOperationException">A shard is missing.</exception>
    internal void EnsureComplete()
    {
        if (!IsComplete)
        {
            int[] missing = [.. Enumerable.Range(0, Count).Except(Indexes)];
            throw new InvalidOperationException($"Of {Count} shards of the calibration data, {(missing.Length == 1 ? "one is" : $"{missing.Length} are")} missing: {Numbers(missing)}. Merge all of them.");
        }
    }

    /// <exception cref="InvalidOperationException">It was calibrated for another model.</exception>
    internal void EnsureMadeFrom(string modelFile, string hash)
    {
        if (ModelHash != hash)
        {
            throw new InvalidOperationException($"The shards were calibrated for another model (SHA-256 {ModelHash}) than '{modelFile}' ({hash}). Give the model that they were calibrated for, or calibrate them for this one.");
        }
    }

    /// <summary>Shards as people count, the first few of many.</summary>
    private static string Numbers(IReadOnlyCollection<int> indexes) =>
        string.Join(", ", indexes.Take(10).Select(index => (index + 1).ToString(CultureInfo.InvariantCulture))) + (indexes.Count > 10 ? ", ..." : "");
}
