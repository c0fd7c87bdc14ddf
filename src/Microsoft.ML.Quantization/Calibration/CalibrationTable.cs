using System.Diagnostics.CodeAnalysis;
using Microsoft.ML.Quantization.Calibration;
using Microsoft.ML.Quantization.Onnx;

namespace Microsoft.ML.Quantization;

/// <summary>
/// The result of a calibration: a range for every activation tensor, and what it was made from. It can be saved and used again for
/// the same model (<see cref="QuantizationOptions.CalibrationTable"/>), and written for other tools.
/// </summary>
public sealed class CalibrationTable
{
    private Dictionary<string, CalibratedTensor> _byName;

    internal CalibrationTable(
        IEnumerable<CalibratedTensor> tensors, long rows, string modelHash, string dataHash, IReadOnlyDictionary<string, double[]>? channelMeans = null)
    {
        Tensors = [.. tensors];
        Rows = rows;
        ModelHash = modelHash;
        DataHash = dataHash;
        ChannelMeans = channelMeans ?? new Dictionary<string, double[]>();
        _byName = Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>The tensors, each name once.</summary>
    public IReadOnlyList<CalibratedTensor> Tensors { get; private set; }

    /// <summary>How many rows of data were used.</summary>
    public long Rows { get; }

    /// <summary>The SHA-256 of the calibrated model, 64 hexadecimal digits.</summary>
    public string ModelHash { get; }

    /// <summary>A hash of the rows that were used and of their places, the same for any split of them: the SHA-256 of their number and the sum of the SHA-256 of each, 64 hexadecimal digits.</summary>
    public string DataHash { get; }

    /// <summary>The mean of each channel of the tensors whose means a bias correction needs, in the unit of the tensor.</summary>
    internal IReadOnlyDictionary<string, double[]> ChannelMeans { get; private set; }

    /// <summary>The tensors whose channels have other units than in the model; ranges and means are in these units.</summary>
    internal IReadOnlyList<EqualizedTensor> Equalization { get; private set; } = [];

    /// <summary>How the inputs of layers vary together, by <see cref="InputWindow.Key"/>; none where nothing is rounded by it.</summary>
    internal IReadOnlyDictionary<(string Tensor, string Form), InputCovariance> Covariances { get; private set; } = new Dictionary<(string Tensor, string Form), InputCovariance>();

    /// <summary>Whether the ranges are of the model with equalized weights.</summary>
    internal bool IsEqualized { get; init; }

    /// <summary>Nodes that were left in FP32 for what was measured, against the options.</summary>
    internal IReadOnlyList<string> FloatNodes { get; private set; } = [];

    /// <summary>What was done to the numbers of the model after ranges were chosen; ranges and means are those of the result.</summary>
    internal RecipeSteps Steps { get; private set; } = RecipeSteps.None;

    /// <summary>The table of a model to which this was done; covariances that were not asked for are megabytes for nothing.</summary>
    internal CalibrationTable Having(RecipeSteps steps)
    {
        var table = steps.Has(RecipeStep.GramRounding) ? (CalibrationTable)MemberwiseClone() : With(new Dictionary<(string Tensor, string Form), InputCovariance>());
        table.Steps = steps;
        return table;
    }

    /// <summary>The table with the units that its ranges and means are in.</summary>
    internal CalibrationTable Having(IEnumerable<EqualizedTensor> equalization)
    {
        var table = (CalibrationTable)MemberwiseClone();
        table.Equalization = [.. equalization];
        return table;
    }

    /// <summary>The table with the covariances of the inputs of layers.</summary>
    internal CalibrationTable With(IReadOnlyDictionary<(string Tensor, string Form), InputCovariance> covariances)
    {
        var table = (CalibrationTable)MemberwiseClone();
        table.Covariances = covariances;
        return table;
    }

    /// <summary>The table of a plan that leaves nodes in FP32 against the options.</summary>
    internal CalibrationTable Leaving(IReadOnlyList<string> nodes)
    {
        var table = (CalibrationTable)MemberwiseClone();
        table.FloatNodes = nodes;
        return table;
    }

    /// <summary>The table of a model whose channels were given other units, with ranges and means in these.</summary>
    /// <param name="equalization">The units.</param>
    /// <param name="range">The range of each tensor.</param>
    /// <param name="means">The channel means of each tensor.</param>
    internal CalibrationTable With(IReadOnlyList<EqualizedTensor> equalization, Func<CalibratedTensor, CalibratedTensor> range, Func<string, double[], double[]> means)
    {
        var table = With(range);
        (table.Equalization, table.ChannelMeans) = (equalization, ChannelMeans.ToDictionary(tensor => tensor.Key, tensor => means(tensor.Key, tensor.Value), StringComparer.Ordinal));
        return table;
    }

    /// <summary>The table with something added to the reason for every range.</summary>
    internal CalibrationTable Because(string reason) => With(tensor => tensor.WithReason($"{tensor.Reason} {reason}"));

    /// <summary>The table with other ranges for the same tensors; whatever else it says stays.</summary>
    internal CalibrationTable With(Func<CalibratedTensor, CalibratedTensor> change) => With(Tensors.Select(change), ChannelMeans);

    /// <summary>The table with other ranges and channel means.</summary>
    internal CalibrationTable With(IEnumerable<CalibratedTensor> tensors, IReadOnlyDictionary<string, double[]> channelMeans)
    {
        var table = (CalibrationTable)MemberwiseClone();
        (table.Tensors, table.ChannelMeans) = ([.. tensors], channelMeans);
        table._byName = table.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        return table;
    }

    /// <summary>Finds a tensor by its name in the graph.</summary>
    /// <param name="name">The name.</param>
    /// <param name="tensor">The tensor, where the table has it.</param>
    /// <returns>Whether the table has it.</returns>
    /// <example>
    /// <code>
    /// if (model.LastTransformer.Calibration is { } table &amp;&amp; table.TryGetTensor("conv1", out CalibratedTensor? tensor))
    /// {
    ///     Console.WriteLine($"{tensor.Low} to {tensor.High}: {tensor.Reason}");
    /// }
    /// </code>
    /// </example>
    public bool TryGetTensor(string name, [MaybeNullWhen(false)] out CalibratedTensor tensor) => _byName.TryGetValue(name, out tensor);

    /// <summary>Reads a table that <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The table, equal to the one that was saved.</returns>
    /// <exception cref="InvalidDataException">The file is not a calibration table, or one of another version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <example>
    /// <code>
    /// var options = new QuantizationOptions { CalibrationTable = CalibrationTable.Load("calibration.json") };
    /// using var transformer = mlContext.Transforms.Quantize("model.onnx", options).Fit(calibrationData);
    /// </code>
    /// </example>
    public static CalibrationTable Load(string path) => CalibrationTableReader.Load(path);

    /// <summary>Saves the table as JSON. Equal tables give equal bytes. An existing file is replaced once the new one is complete.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <example>
    /// <code>
    /// model.LastTransformer.Calibration?.Save("calibration.json");
    /// </code>
    /// </example>
    public void Save(string path) => AtomicFile.Write(path, stream => CalibrationTableWriter.Write(this, stream));

    /// <summary>
    /// Writes the ranges as the JSON calibration cache that <c>quantize_static</c> of ONNX Runtime's Python package reads
    /// (its <c>calibration_cache_path</c>).
    /// </summary>
    /// <remarks>
    /// The cache names one method for all tensors, and that tool reads it only where it is asked for the same. Ranges of
    /// <see cref="CalibrationMethod.MeanSquaredError"/>, which it does not have, and of different methods are written as <c>MinMax</c>.
    /// </remarks>
    /// <param name="path">The file; an existing one is replaced once the new one is complete.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <example>
    /// <code>
    /// model.LastTransformer.Calibration?.SaveOnnxRuntimeCache("calibration_cache.json");
    /// </code>
    /// </example>
    public void SaveOnnxRuntimeCache(string path) => AtomicFile.Write(path, stream => OnnxRuntimeCacheWriter.Write(this, stream));

    /// <summary>
    /// Writes the ranges as a text calibration cache of TensorRT, as entropy calibrators (version 2) read it: after a header one line
    /// for each tensor with the bits of its symmetric scale, the largest kept magnitude divided by 127.
    /// </summary>
    /// <param name="path">The file; an existing one is replaced once the new one is complete.</param>
    /// <exception cref="InvalidOperationException">A tensor's name contains a line break, which the format cannot express.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <example>
    /// <code>
    /// model.LastTransformer.Calibration?.SaveTensorRTCache("calibration.cache");
    /// </code>
    /// </example>
    public void SaveTensorRTCache(string path)
    {
        byte[] cache = TensorRTCacheWriter.ToBytes(this);
        AtomicFile.Write(path, stream => stream.Write(cache));
    }

    /// <summary>Checks that the table was made from a model and data.</summary>
    /// <param name="modelHash">The SHA-256 of the model, hexadecimal.</param>
    /// <param name="dataHash">The SHA-256 of the calibration rows, hexadecimal.</param>
    /// <exception cref="InvalidOperationException">It was made from another model or other data.</exception>
    /// <example>
    /// <code>
    /// CalibrationTable table = CalibrationTable.Load("calibration.json");
    /// CalibrationTable earlier = CalibrationTable.Load("calibration.last-week.json");
    /// table.EnsureMatches(earlier.ModelHash, earlier.DataHash);
    /// </code>
    /// </example>
    public void EnsureMatches(string modelHash, string dataHash)
    {
        EnsureMatches("model", ModelHash, modelHash, "it is used with");
        EnsureMatches("data", DataHash, dataHash, "it is used with");
    }

    /// <summary>Checks that the table was made from a model, whatever the data.</summary>
    /// <exception cref="InvalidOperationException">It was made from another model.</exception>
    internal void EnsureMadeFrom(string modelFile, string modelHash) => EnsureMatches("model", ModelHash, modelHash, $"'{modelFile}'");

    private static void EnsureMatches(string what, string expected, string actual, string used)
    {
        if (!string.Equals(expected, actual, StringComparison.OrdinalIgnoreCase))
        {
            throw new InvalidOperationException(
                $"The calibration table was made from other {what} (SHA-256 {expected}) than {used} ({actual}). Calibrate again, or use the {what} it was made from.");
        }
    }
}
