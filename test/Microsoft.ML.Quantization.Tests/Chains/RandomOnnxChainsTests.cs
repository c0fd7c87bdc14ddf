using Microsoft.ML.Data;
using Microsoft.ML.Quantization.Tests.Pipeline;

namespace Microsoft.ML.Quantization.Tests.Chains;

/// <summary>Chains of any shape with ONNX models in them: featurizers before, among and behind them, nested or not, trainers of every kind behind.</summary>
[TestClass]
public sealed class RandomOnnxChainsTests
{
    private const int Chains = 12;

    private readonly MLContext _context = new(1);

    [TestMethod]
    public void EveryChain_GivesTheColumnsThatItGave_InBothOfItsSavedForms()
    {
        for (int seed = 0; seed < Chains; seed++)
        {
            var files = new List<ModelFile>();
            try
            {
                Check(new Random(seed), files);
            }
            finally
            {
                files.ForEach(file => file.Dispose());
            }
        }
    }

    private void Check(Random random, List<ModelFile> files)
    {
        var rows = ChainData.Rows(_context, 120, random.Next());
        var steps = new List<IEstimator<ITransformer>> { _context.Transforms.Conversion.MapValueToKey("Label", "Kind") };
        Add(random, steps, "x");
        string from = "x";
        int models = 1 + random.Next(2), size = ChainModels.Inputs;
        for (int i = 0; i < models; i++)
        {
            if (size == ChainModels.Inputs && random.Next(2) == 0)
            {
                files.Add(new ModelFile(ChainModels.Preprocess(from, $"scaled{i}")));
                steps.Add(_context.Transforms.ApplyOnnxModel($"scaled{i}", from, files[^1].Path));
                from = $"scaled{i}";
            }

            // A column that hides the one that it is made from, or one of its own.
            string output = random.Next(3) == 0 ? $"{from}.output" : $"features{i}";
            files.Add(new ModelFile(ChainModels.Features(from, output, random.Next(3) == 0 ? 1 : "N", size, ChainModels.Outputs, random.Next())));
            steps.Add(_context.Transforms.ApplyOnnxModel([output], [from], files[^1].Path));
            (from, size) = (output.Replace(".output", "", StringComparison.Ordinal), ChainModels.Outputs);
            Add(random, steps, from);
        }

        steps.AddRange(Trainer(random, from));
        var model = Chain(random, steps).Fit(rows);
        using var disposable = model as IDisposable;
        OnnxChain.Check(_context, model, rows, models, from);
    }

    /// <summary>Steps that change a column, or only stand there.</summary>
    private void Add(Random random, List<IEstimator<ITransformer>> steps, string column)
    {
        IEstimator<ITransformer>[] choice =
        [
            _context.Transforms.CopyColumns($"copy{steps.Count}", column),
            _context.Transforms.NormalizeMeanVariance("Amount"),
            _context.Transforms.Categorical.OneHotEncoding("Kinds", "Kind"),
            _context.Transforms.Conversion.ConvertType("IsLarge", outputKind: DataKind.Single),
        ];
        steps.AddRange(choice.Where(_ => random.Next(3) == 0));
    }

    private IEstimator<ITransformer>[] Trainer(Random random, string features) => random.Next(5) switch
    {
        0 => [],
        1 => [_context.Regression.Trainers.OnlineGradientDescent("Amount", features)],
        2 => [_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", features), _context.Transforms.Conversion.MapKeyToValue("PredictedLabel")],
        3 => [_context.Clustering.Trainers.KMeans(features, numberOfClusters: 3)],
        _ => [_context.MulticlassClassification.Trainers.OneVersusAll(_context.BinaryClassification.Trainers.AveragedPerceptron("Label", features)), _context.Transforms.Conversion.MapKeyToValue("PredictedLabel")],
    };

    /// <summary>The steps one behind the other, some of them in chains of their own.</summary>
    private static IEstimator<ITransformer> Chain(Random random, List<IEstimator<ITransformer>> steps)
    {
        IEstimator<ITransformer> chain = new EstimatorChain<ITransformer>();
        for (int i = 0; i < steps.Count;)
        {
            int count = random.Next(3) == 0 ? Math.Min(2, steps.Count - i) : 1;
            chain = chain.Append(count == 1 ? steps[i] : new EstimatorChain<ITransformer>().Append(steps[i]).Append(steps[i + 1]));
            i += count;
        }

        return chain;
    }
}
