namespace Microsoft.ML.Quantization.Calibration.Shards;

/// <summary>
/// The names in a shard's JSON; those of sketches and covariances are in <see cref="CalibrationTableFormat"/>. Lists of many whole numbers are packed, see <see cref="PackedIntegers"/>,
/// and 32-bit floating point numbers among them stand as their bits.
/// </summary>
internal static class ShardFormat
{
    public const string Format = "Microsoft.ML.Quantization.CalibrationShard";

    public const int FormatVersion = 1;

    public const string OptionsField = "options";
    public const string HoldsBackField = "holdsBack";
    public const string SearchesField = "searches";
    public const string TotalRowsField = "totalRows";
    public const string ObservedRowsField = "observedRows";
    public const string HashSumField = "rowSha256Sum";

    public const string HeldBackEndField = "heldBackEnd";
    public const string SearchEndField = "searchEnd";

    public const string ZeroCountField = "zeroCount";
    public const string ExponentField = "exponent";
    public const string PositiveField = "positive";
    public const string NegativeField = "negative";

    public const string ChannelsLastField = "channelsLast";
    public const string HighField = "sumsHigh";
    public const string LowField = "sumsLow";
    public const string ChannelsField = "channels";
    public const string ZerosField = "zeros";
    public const string ExponentsField = "exponents";
    public const string MinimumsField = "minimums";
    public const string MaximumsField = "maximums";
    public const string SidesField = "sides";
    public const string BinsField = "bins";

    public const string KeptRowsField = "keptRows";
    public const string PlaceField = "place";
    public const string UsesField = "uses";
    public const string InputsField = "inputs";
    public const string TypeField = "type";
    public const string ShapeField = "shape";
    public const string TextsField = "texts";
}
