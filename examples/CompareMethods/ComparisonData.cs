using Microsoft.ML;
using Microsoft.ML.Data;

namespace Examples;

/// <summary>Rows to calibrate on, others to score, and which of their columns are what.</summary>
internal sealed record ComparisonData(IDataView Calibration, IDataView Validation, string[] InputColumns, string? LabelColumn)
{
    /// <summary>One row in so many is calibrated on, where there are no rows of their own for it.</summary>
    private const int Every = 5;

    private const string Input = "Input";

    public static ComparisonData Read(MLContext mlContext, Settings settings) =>
        settings.Data.Length == 0 ? Fashion(mlContext)
        : settings.IsImages ? Images(mlContext, settings)
        : Table(mlContext, settings);

    private static ComparisonData Fashion(MLContext mlContext)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "data");
        return new ComparisonData(
            mlContext.Data.LoadFromEnumerable(FashionImage.Load(folder, "train").ToArray()),
            mlContext.Data.LoadFromEnumerable(FashionImage.Load(folder, "t10k").ToArray()),
            ["image"],
            nameof(FashionImage.Class));
    }

    private static ComparisonData Images(MLContext mlContext, Settings settings)
    {
        ImageFile[] all = [.. ImageFile.List(settings.Data)];
        ImageFile[] calibration = settings.Calibration == null ? [.. all.Where((_, i) => i % Every == 0)] : [.. ImageFile.List(settings.Calibration)];
        ImageFile[] others = settings.Calibration == null ? [.. all.Where((_, i) => i % Every != 0)] : all;
        bool labelled = others.Length > 0 && others.All(image => image.Class >= 0);
        var preprocessing = settings.Preprocessing.Append(mlContext.Transforms, Input);
        IDataView Load(ImageFile[] images)
        {
            IDataView view = mlContext.Data.LoadFromEnumerable(images);
            return preprocessing.Fit(view).Transform(view);
        }

        return new ComparisonData(Load(calibration), Load(others), [Input], labelled ? nameof(ImageFile.Class) : null);
    }

    private static ComparisonData Table(MLContext mlContext, Settings settings)
    {
        NumberRow[] all = NumberRow.Load(settings.Data, settings.Label);
        NumberRow[] calibration = settings.Calibration == null ? [.. all.Where((_, i) => i % Every == 0)] : NumberRow.Load(settings.Calibration, settings.Label);
        NumberRow[] others = settings.Calibration == null ? [.. all.Where((_, i) => i % Every != 0)] : all;
        bool classes = others.All(row => row.Label >= 0 && row.Label == MathF.Floor(row.Label));
        var definition = SchemaDefinition.Create(typeof(NumberRow));
        definition[nameof(NumberRow.Values)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, all.Length > 0 ? all[0].Values.Length : 0);
        IDataView Load(NumberRow[] rows) => mlContext.Data.LoadFromEnumerable(rows, definition);
        return new ComparisonData(Load(calibration), Load(others), [nameof(NumberRow.Values)], settings.Label == null ? null : classes ? nameof(NumberRow.Class) : nameof(NumberRow.Label));
    }
}
