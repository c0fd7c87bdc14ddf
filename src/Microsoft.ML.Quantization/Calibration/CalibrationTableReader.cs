using Microsoft.ML.Quantization.Common;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Reads what <see cref="CalibrationTableWriter"/> wrote; every error names the file and the field.</summary>
internal static class CalibrationTableReader
{
    // Tens of thousands of tensors.
    private const long LargestFile = 512_000_000;

    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">It is not a calibration table, or one of another version.</exception>
    public static CalibrationTable Load(string path) => Read(RegularFile.ReadAllBytes(path, LargestFile), path);

    /// <param name="json">The file's content.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">It is not a calibration table, or one of another version.</exception>
    public static CalibrationTable Read(ReadOnlyMemory<byte> json, string path) =>
        JsonFile.Read(json, path, Format, (1, FormatVersion), ("a calibration table", "Calibrate again and save the table."), Table);

    private static CalibrationTable Table(JsonFields root)
    {
        var tensors = Named(root.Objects(TensorsField), Tensor);
        var means = Named(root.Objects(ChannelMeansField), Means);
        return new CalibrationTable(tensors.Values, root.Count(RowsField), root.Text(ModelHashField), root.Text(DataHashField), means)
        {
            IsEqualized = root.OptionalBoolean(EqualizedField),
        }.Leaving(root.OptionalTexts(FloatNodesField)).With(CovarianceFields.ReadAll(root)).Having(Steps(root)).Having(Named(root.OptionalObjects(EqualizationField), EqualizationFields.Read).Values);
    }

    private static RecipeSteps Steps(JsonFields root)
    {
        var names = root.OptionalTexts(StepsField);
        return RecipeSteps.Parse(names) is { } steps
            ? steps with { Refused = root.OptionalTexts(RefusedField) }
            : throw new FormatException($"its '{StepsField}' are not of this version");
    }

    /// <summary>What is read of each tensor, by its name.</summary>
    private static Dictionary<string, T> Named<T>(IEnumerable<JsonFields> tensors, Func<JsonFields, T> read)
    {
        var named = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (JsonFields tensor in tensors)
        {
            string name = tensor.Text(NameField);
            if (!named.TryAdd(name, read(tensor)))
            {
                throw new FormatException($"it has tensor '{ForeignText.Line(name)}' twice");
            }
        }

        return named;
    }

    private static CalibratedTensor Tensor(JsonFields tensor)
    {
        string name = tensor.Text(NameField);
        string method = tensor.Text(MethodField);
        var rule = CalibrationRules.Find(method) ?? throw new FormatException($"'{ForeignText.Line(method)}' is not a calibration method");
        var (low, high) = (tensor.Single(LowField), tensor.Single(HighField));
        var (modelLow, modelHigh) = (tensor.OptionalDouble(ModelLowField, float.MinValue, float.MaxValue), tensor.OptionalDouble(ModelHighField, float.MinValue, float.MaxValue));
        return new CalibratedTensor(name)
        {
            ModelLow = modelLow <= modelHigh ? modelLow : null,
            ModelHigh = modelLow <= modelHigh ? modelHigh : null,
            Method = rule.Method,
            Parameter = rule.Parameter is { } parameter ? tensor.OptionalDouble(parameter.Field, parameter.Above, parameter.Most) : null,
            Low = low <= high ? low : throw new FormatException($"the range of tensor '{ForeignText.Line(name)}' is upside down"),
            High = high,
            Reason = tensor.Text(ReasonField),
            Count = tensor.Count(CountField),
            Minimum = tensor.Single(MinimumField),
            Maximum = tensor.Single(MaximumField),
            NaNCount = tensor.Count(NaNCountField),
            InfinityCount = tensor.Count(InfinityCountField),
            ZeroShare = tensor.Double(ZeroShareField, 0, 1),
            ClippedShare = tensor.Double(ClippedShareField, 0, 1),
            MeanSquare = tensor.Double(MeanSquareField, 0),
            MeanSquaredError = tensor.Double(MeanSquaredErrorField, 0),
            Curve = tensor.Optional(CurveField) is { } curve ? Curve(curve) : null,
            Histogram = tensor.Optional(HistogramField) is { } histogram ? Histogram(histogram, name) : null,
        };
    }

    private static double[] Means(JsonFields tensor)
    {
        double[] means = tensor.Doubles(MeansField);
        return means.All(double.IsFinite) ? means : throw new FormatException($"a channel mean of tensor '{ForeignText.Line(tensor.Text(NameField))}' is not a number");
    }

    private static TensorHistogram Histogram(JsonFields histogram, string name)
    {
        double low = histogram.Double(LowField);
        double width = histogram.Double(BinWidthField);
        long[] counts = histogram.Integers(CountsField);
        return width > 0 && double.IsFinite(low + (width * counts.Length)) && counts.Length is > 0 and <= TensorHistogram.MostBins && counts.All(count => count is >= 0 and <= long.MaxValue / TensorHistogram.MostBins)
            ? new TensorHistogram(low, width, counts)
            : throw new FormatException($"the histogram of tensor '{ForeignText.Line(name)}' has no width, a count below zero or too large, or not 1 to {TensorHistogram.MostBins} bins");
    }

    private static DivergenceCurve Curve(JsonFields curve)
    {
        double[] thresholds = curve.Doubles(ThresholdsField);
        double[] divergences = curve.Doubles(DivergencesField);
        long minimum = curve.Integer(MinimumIndexField);
        if (thresholds.Length != divergences.Length || minimum < 0 || minimum >= thresholds.Length)
        {
            throw new FormatException($"a '{CurveField}' has lists of different length or a minimum outside of them");
        }

        // Methods choose among errors of which at least one, without clipping, is finite.
        double least = divergences[minimum];
        bool ascends = thresholds.Zip(thresholds.Skip(1)).All(pair => pair.First <= pair.Second);
        return ascends && thresholds[0] >= 0 && double.IsFinite(thresholds[^1]) && double.IsFinite(least) && divergences.All(divergence => divergence >= least)
            ? new DivergenceCurve(thresholds, divergences, (int)minimum)
            : throw new FormatException($"a '{CurveField}' has thresholds that do not ascend or are infinite, or a minimum that is not the least");
    }
}
