// A program that has never heard of Microsoft.ML.Quantization: it loads a saved model and scores one row with it.
using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

if (File.Exists(Path.Combine(AppContext.BaseDirectory, "Microsoft.ML.Quantization.dll")))
{
    Console.Error.WriteLine("Microsoft.ML.Quantization is here, so this proves nothing.");
    return 1;
}

var context = new MLContext();
var model = context.Model.Load(args[0], out var schema);
float[] values = [.. args[1..].Select(value => float.Parse(value, CultureInfo.InvariantCulture))];
var definition = SchemaDefinition.Create(typeof(Row));
definition["x"].ColumnType = new VectorDataViewType(NumberDataViewType.Single, values.Length);
using var engine = context.Model.CreatePredictionEngine<Row, Scored>(model, inputSchemaDefinition: definition);
Console.WriteLine(string.Join(' ', engine.Predict(new Row { Values = values }).Scores.Select(score => score.ToString("R", CultureInfo.InvariantCulture))));
return 0;

internal sealed class Row
{
    [ColumnName("x")]
    public float[] Values { get; set; } = [];
}

internal sealed class Scored
{
    [ColumnName("Score")]
    public float[] Scores { get; set; } = [];
}
