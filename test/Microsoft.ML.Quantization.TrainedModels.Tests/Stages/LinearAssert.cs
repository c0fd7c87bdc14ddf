using Microsoft.ML.Calibrators;
using Microsoft.ML.Data;
using Microsoft.ML.Quantization.TrainedModels.Linear;
using Microsoft.ML.Quantization.TrainedModels.Outputs;
using Microsoft.ML.Quantization.TrainedModels.Reading;
using Microsoft.ML.Quantization.TrainedModels.Tests.Data;
using Microsoft.ML.Trainers;

namespace Microsoft.ML.Quantization.TrainedModels.Tests.Stages;

/// <summary>Compares a linear stage in INT8 with what ML.NET makes of the same weights: they differ by the order in which floats are summed.</summary>
internal static class LinearAssert
{
    public static void SameButForSums(MLContext context, ITransformer stock, ITransformer quantized, IDataView data)
    {
        var stage = stock is IEnumerable<ITransformer> chain ? chain.Single() : stock;
        Assert.IsTrue(LinearModelReader.TryRead(context, stage, out var linear, out string? reason), reason);
        var features = FeatureRows.Read(data);
        var (expected, actual) = (StockScores.Read(stock.Transform(data)), StockScores.Read(quantized.Transform(data)));
        string[] labels = Labels(stock.Transform(data));
        string[] ours = Labels(quantized.Transform(data));
        for (int row = 0; row < features.Count; row++)
        {
            double bound = linear.Model.Units.Max(unit => SumBound(unit, features[row]));
            float[] scores = expected.Scores[row];
            for (int i = 0; i < scores.Length; i++)
            {
                if (float.IsNaN(scores[i]) || float.IsNaN(actual.Scores[row][i]))
                {
                    Assert.AreEqual(float.IsNaN(scores[i]), float.IsNaN(actual.Scores[row][i]), $"Score {i} of row {row}");
                }
                else if (Limit(linear.Model.Outputs.ClassScores, bound, scores[i]) is { } limit)
                {
                    Assert.IsLessThanOrEqualTo(limit, Math.Abs((double)scores[i] - actual.Scores[row][i]), $"Score {i} of row {row}");
                }
            }

            Assert.IsTrue(labels[row] == ours[row] || IsTie(scores, 4 * bound), $"The label of row {row} is {ours[row]}, by ML.NET {labels[row]}.");
        }
    }

    public static void Parameters(object model, LinearModel read, string name)
    {
        switch (model)
        {
            case CalibratedModelParametersBase calibrated:
                Parameters(calibrated.SubModel, read, name);
                break;
            case LinearModelParameters linear:
                Assert.AreEqual(linear.Bias, read.Units[0].Bias, name);
                CollectionAssert.AreEqual(linear.Weights.ToArray(), Dense(read.Units[0]), name);
                break;
            case LinearMulticlassModelParametersBase classes:
                VBuffer<float>[]? weights = null;
                classes.GetWeights(ref weights, out int count);
                Assert.AreEqual(count, read.Units.Count, name);
                CollectionAssert.AreEqual(classes.GetBiases().ToArray(), read.Units.Select(unit => unit.Bias).ToArray(), name);
                for (int i = 0; i < count; i++)
                {
                    CollectionAssert.AreEqual(weights![i].DenseValues().ToArray(), Dense(read.Units[i]), name);
                }

                break;
            default:
                Assert.HasCount(WideRow.ClassCount, read.Units, name);
                break;
        }
    }

    /// <summary>What two orders of summing floats can differ by: a rounding error a term, of both.</summary>
    private static double SumBound(LinearUnit unit, VBuffer<float> row)
    {
        float[] weights = Dense(unit);
        var terms = row.Items().Where(item => float.IsFinite(item.Value)).Select(item => Math.Abs((double)item.Value * weights[item.Key])).Append(Math.Abs(unit.Bias)).ToList();
        return 2 * (terms.Count + 3) * Math.ScaleB(1, -24) * terms.Sum();
    }

    /// <summary>The bound behind what is made of the sums; none where a calibrator has steps.</summary>
    private static double? Limit(ClassScores kind, double bound, float score) => kind switch
    {
        ClassScores.Exponential => (Math.Abs(score) * (Math.Exp(bound) - 1)) + (4 * Math.ScaleB(Math.Abs(score), -23)),
        ClassScores.MaximumEntropy or ClassScores.Softmax => Math.Exp(2 * bound) - 1 + 4e-6,
        ClassScores.Normalized => null,
        _ => bound,
    };

    private static bool IsTie(float[] scores, double bound) => scores.Length == 1 ? Math.Abs(scores[0]) <= bound : scores.Order().TakeLast(2).ToArray() is [var second, var first] && first - second <= Math.Max(bound, 1e-5);

    private static float[] Dense(LinearUnit unit)
    {
        float[] dense = new float[WideRow.Length];
        for (int i = 0; i < unit.Values.Length; i++)
        {
            dense[unit.Feature(i)] = unit.Values[i];
        }

        return dense;
    }

    private static string[] Labels(IDataView view) => view.Schema.GetColumnOrNull("PredictedLabel") is { } column
        ? column.Type is BooleanDataViewType ? [.. view.GetColumn<bool>(column).Select(value => $"{value}")] : [.. view.GetColumn<uint>(column).Select(value => $"{value}")]
        : [.. FeatureRows.Read(view).Select(_ => "")];
}
