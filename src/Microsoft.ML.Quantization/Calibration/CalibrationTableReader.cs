using System.Text.Json;
using static Microsoft.ML.Quantization.Calibration.CalibrationTableFormat;

namespace Microsoft.ML.Quantization.Calibration;

/// <summary>Reads what <see cref="CalibrationTableWriter"/> wrote; every error names the file and the field.</summary>
internal static class CalibrationTableReader
{
    /// <param name="json">The file's content.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">It is not a calibration table, or one of another version.</exception>
    public static CalibrationTable Read(ReadOnlyMemory<byte> json, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            var root = new JsonFields(document.RootElement);
            if (root.Text(FormatField) != Format)
            {
                throw new FormatException($"its '{FormatField}' is not '{Format}'");
            }

            long version = root.Integer(VersionField);
            return version is >= 1 and <= FormatVersion
                ? Table(root)
                : throw new FormatException($"it has version {version}, this library reads versions 1 to {FormatVersion}");
        }
        catch (Exception error) when (error is JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"'{path}' is not a calibration table that can be read: {error.Message.TrimEnd('.')}. Calibrate again and save the table.", error);
        }
    }

    private static CalibrationTable Table(JsonFields root)
    {
        List<CalibratedTensor> tensors = [.. root.Objects(TensorsField).Select(Tensor)];
        var means = root.Objects(ChannelMeansField).ToDictionary(tensor => tensor.Text(NameField), Means, StringComparer.Ordinal);
        return new CalibrationTable(tensors, root.Integer(RowsField), root.Text(ModelHashField), root.Text(DataHashField), means) { IsEqualized = root.OptionalBoolean(EqualizedField) };
    }

    private static CalibratedTensor Tensor(JsonFields tensor)
    {
        string name = tensor.Text(NameField);
        string method = tensor.Text(MethodField);
        var (low, high) = (tensor.Single(LowField), tensor.Single(HighField));
        return new CalibratedTensor(name)
        {
            Method = Enum.TryParse(method, out CalibrationMethod known) && Enum.IsDefined(known)
                ? known
                : throw new FormatException($"'{method}' is not a calibration method"),
            Percentile = tensor.OptionalDouble(PercentileField),
            Low = low <= high ? low : throw new FormatException($"the range of tensor '{name}' is upside down"),
            High = high,
            Reason = tensor.Text(ReasonField),
            Count = tensor.Integer(CountField),
            Minimum = tensor.Single(MinimumField),
            Maximum = tensor.Single(MaximumField),
            NaNCount = tensor.Integer(NaNCountField),
            InfinityCount = tensor.Integer(InfinityCountField),
            ZeroShare = tensor.Double(ZeroShareField),
            ClippedShare = tensor.Double(ClippedShareField),
            MeanSquare = tensor.Double(MeanSquareField),
            MeanSquaredError = tensor.Double(MeanSquaredErrorField),
            Curve = tensor.Optional(CurveField) is { } curve ? Curve(curve) : null,
            Histogram = tensor.Optional(HistogramField) is { } histogram ? Histogram(histogram, name) : null,
        };
    }

    private static double[] Means(JsonFields tensor)
    {
        double[] means = tensor.Doubles(MeansField);
        return means.All(double.IsFinite) ? means : throw new FormatException($"a channel mean of tensor '{tensor.Text(NameField)}' is not a number");
    }

    private static TensorHistogram Histogram(JsonFields histogram, string name)
    {
        double low = histogram.Double(LowField);
        double width = histogram.Double(BinWidthField);
        long[] counts = histogram.Integers(CountsField);
        return double.IsFinite(low) && width > 0 && double.IsFinite(low + (width * counts.Length)) && counts.Length is > 0 and <= TensorHistogram.MostBins && counts.All(count => count >= 0)
            ? new TensorHistogram(low, width, counts)
            : throw new FormatException($"the histogram of tensor '{name}' has no width, a count below zero, or not 1 to {TensorHistogram.MostBins} bins");
    }

    private static DivergenceCurve Curve(JsonFields curve)
    {
        double[] thresholds = curve.Doubles(ThresholdsField);
        double[] divergences = curve.Doubles(DivergencesField);
        long minimum = curve.Integer(MinimumIndexField);
        return thresholds.Length == divergences.Length && minimum >= 0 && minimum < thresholds.Length
            ? new DivergenceCurve(thresholds, divergences, (int)minimum)
            : throw new FormatException($"a '{CurveField}' has lists of different length or a minimum outside of them");
    }
}
