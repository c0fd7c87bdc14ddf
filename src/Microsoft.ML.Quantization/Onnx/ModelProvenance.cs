namespace Microsoft.ML.Quantization.Onnx;

/// <summary>
/// Records in a model's metadata what made it. There are no dates and no paths: the same model, options and data give the same bytes.
/// </summary>
internal static class ModelProvenance
{
    public const string Prefix = "mlq.";
    public const string Version = Prefix + "version";
    public const string Method = Prefix + "method";
    public const string Options = Prefix + "options";
    public const string CalibrationDataHash = Prefix + "calibration_data_sha256";
    public const string SourceModelHash = Prefix + "source_model_sha256";
    public const string Training = Prefix + "training";

    /// <summary>Replaces all records of earlier quantizations by <paramref name="records"/>, sorted by key; other metadata stays.</summary>
    /// <exception cref="ArgumentException">A key does not start with <see cref="Prefix"/>, or occurs twice.</exception>
    public static void Write(ModelProto model, IEnumerable<KeyValuePair<string, string>> records)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((string key, string value) in records)
        {
            if (!IsOurs(key))
            {
                throw new ArgumentException($"The metadata key '{key}' does not start with '{Prefix}'.", nameof(records));
            }

            sorted.Add(key, value);
        }

        foreach (StringStringEntryProto old in model.MetadataProps.Where(entry => IsOurs(entry.Key)).ToList())
        {
            model.MetadataProps.Remove(old);
        }

        model.MetadataProps.AddRange(sorted.Select(record => new StringStringEntryProto { Key = record.Key, Value = record.Value }));
    }

    /// <summary>The records a model carries; empty where this library did not make it.</summary>
    public static IReadOnlyDictionary<string, string> Read(ModelProto model) =>
        model.MetadataProps.Where(entry => IsOurs(entry.Key)).GroupBy(entry => entry.Key).ToDictionary(group => group.Key, group => group.Last().Value);

    private static bool IsOurs(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);
}
