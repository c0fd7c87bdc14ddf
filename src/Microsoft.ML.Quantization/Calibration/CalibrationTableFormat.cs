namespace Microsoft.ML.Quantization.Calibration;

/// <summary>The names in a calibration table's JSON.</summary>
internal static class CalibrationTableFormat
{
    public const string Format = "Microsoft.ML.Quantization.CalibrationTable";

    /// <summary>1: the first. 2: tensors may have a histogram. 3: the ranges may be those of equalized weights. 4: what was done after ranges were chosen, and the covariances of inputs that it takes.</summary>
    public const int FormatVersion = 4;

    public const string ModelHashField = "modelSha256";
    public const string DataHashField = "dataSha256";
    public const string RowsField = "rows";
    public const string EqualizedField = "equalized";
    public const string FloatNodesField = "floatNodes";
    public const string StepsField = "steps";
    public const string RefusedField = "refused";
    public const string EqualizationField = "equalization";
    public const string FactorsField = "factors";
    public const string ShiftsField = "shifts";
    public const string TensorsField = "tensors";
    public const string ChannelMeansField = "channelMeans";
    public const string MeansField = "means";

    public const string CovariancesField = "covariances";
    public const string FormField = "form";
    public const string GroupsField = "groups";
    public const string TapsField = "taps";
    public const string SizesField = "sizes";
    public const string WindowsField = "windows";
    public const string SumsField = "sums";
    public const string UnitField = "unit";
    public const string ProductsField = "products";
    public const string ValuesField = "values";

    public const string NameField = "name";
    public const string MethodField = "method";
    public const string PercentileField = "percentile";
    public const string LowField = "low";
    public const string HighField = "high";
    public const string ModelLowField = "modelLow";
    public const string ModelHighField = "modelHigh";
    public const string ReasonField = "reason";
    public const string CountField = "count";
    public const string MinimumField = "minimum";
    public const string MaximumField = "maximum";
    public const string NaNCountField = "nanCount";
    public const string InfinityCountField = "infinityCount";
    public const string ZeroShareField = "zeroShare";
    public const string ClippedShareField = "clippedShare";
    public const string MeanSquareField = "meanSquare";
    public const string MeanSquaredErrorField = "meanSquaredError";

    public const string CurveField = "curve";
    public const string ThresholdsField = "thresholds";
    public const string DivergencesField = "divergences";
    public const string MinimumIndexField = "minimumIndex";

    public const string HistogramField = "histogram";
    public const string BinWidthField = "binWidth";
    public const string CountsField = "counts";
}
